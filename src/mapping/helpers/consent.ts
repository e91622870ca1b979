import { type Helper, HelperError } from './helper.js';
import { ownMember } from './own-member.js';

function names(body: object, member: string, channel: string): boolean {
  const channels = ownMember(body, member) ?? [];
  if (!Array.isArray(channels)) throw new HelperError('the channels are no list');
  return channels.includes(channel);
}

export const consent: Helper = {
  name: 'consent',
  signature: '<o?s?:b>',
  summary:
    'true or false, as the body of updateCommunication allows or denies a channel; nothing when it does not mention it',
  examples: [
    { expression: "$consent({'allow': ['sms', 'email']}, 'email')", gives: true },
    { expression: "$consent({'deny': ['sms']}, 'sms')", gives: false },
    { expression: "$consent({'allow': ['sms'], 'deny': ['sms']}, 'sms')", gives: false },
    { expression: "$consent({'allow': ['sms'], 'deny': []}, 'push')", gives: undefined },
    { expression: "$consent($request.body.nothing, 'sms')", gives: undefined },
    { expression: "$consent({'allow': 'sms'}, 'sms')", gives: 'the channels are no list', fails: true },
  ],
  run: (body?: object, channel?: string) => {
    if (body === undefined || channel === undefined) return undefined;
    // Both are read before one is answered for. Who says both says no.
    const isAllowed = names(body, 'allow', channel);
    if (names(body, 'deny', channel)) return false;
    return isAllowed ? true : undefined;
  },
};
