const TYPE = /^(.+?)\.((\d{1,6})\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?)$/s;

/**
 * Takes an event type apart that ends with a semantic version, such as `dev.cdevents.service.deployed.0.3.0`.
 *
 * @returns undefined if it does not end with one
 */
export function parseType(typeWithVersion: string):
  | {
      readonly type: string;
      readonly version: string;
      readonly major: number;
    }
  | undefined {
  const match = TYPE.exec(typeWithVersion);
  return match
    ? { type: match[1], version: match[2], major: Number(match[3]) }
    : undefined;
}
