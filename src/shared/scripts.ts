/** What the server does as one, so that no other replica comes in between. Times are the server's: clocks differ. */

export const hit = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/** The token bucket of crm/rate.ts: the time, in microseconds, at which it will be full again. */
export const takeToken = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst, patience = ARGV[1] * 1000, tonumber(ARGV[2]), ARGV[3] * 1000
local before = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = math.max(0, before - (burst - 1) * interval - now)
if wait > patience then return -1 end
local full = before + interval
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1000)
return math.ceil(wait / 1000)`;

/** Leaves a text for the next one, as long as it is still this one's turn. */
export const leave = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
return 1`;

export const endTurn = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;
