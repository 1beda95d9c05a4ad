import { daysToExpiry, readFlags, type FlagDefinition } from '../server/flagFiles.ts';

const WARN_DAYS = 30;

/** Says what is wrong with a flag today, or undefined. */
export function flagProblem(flag: FlagDefinition, today: string): string | undefined {
  const days = daysToExpiry(flag, today);
  return days < 0
    ? `${flag.key} expired on ${flag.expires}. Owner ${flag.owner}: ${flag.cleanup} ` +
        `If it is still needed, move "expires" in feature-flags/${flag.key}.yaml and say why in the commit.`
    : undefined;
}

if (import.meta.main) {
  const today = new Date().toISOString().slice(0, 10);
  const flags = readFlags();
  const problems = flags
    .map((flag) => flagProblem(flag, today))
    .filter((text) => text !== undefined);
  for (const flag of flags) {
    const days = daysToExpiry(flag, today);
    if (days >= 0 && days <= WARN_DAYS) {
      console.warn(`warning: ${flag.key} expires in ${String(days)} days. ${flag.cleanup}`);
    }
  }
  for (const problem of problems) {
    console.error(`error: ${problem}`);
  }
  console.log(`feature flags: ${String(flags.length)} checked, ${String(problems.length)} expired`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
