/** What the process ends with. `exitCodeHelp` says the same to people. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  /** EX_SOFTWARE of sysexits.h. */
  bug: 70,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const exitCodeHelp = `
Exit codes:
  0    done
  1    it failed: a check, a test, a rule, an answer, or the gateway could not start
  2    wrong usage: an unknown option, a missing argument, a file that cannot be read
  70   a bug in loyalty-gw
  130  interrupted: while shutting down, or while it asks`;
