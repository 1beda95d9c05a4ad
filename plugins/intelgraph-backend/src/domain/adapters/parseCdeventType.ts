/** The words of the type of a CDEvent. */
export interface CdeventType {
  /** For example `service`; of custom types without the tool before it. */
  readonly subject: string;
  /** For example `deployed`. */
  readonly predicate: string;
  /** The tool of a custom type, for example `companyos`. */
  readonly tool?: string;
}

const TYPE =
  /^dev\.cdevents(?:\.|x\.(?:([A-Za-z0-9]+)-)?)([A-Za-z0-9]+)\.([A-Za-z0-9]+)$/;

/** The words of an event type without its version; undefined if it is not that of a CDEvent. */
export function parseCdeventType(type: string): CdeventType | undefined {
  const match = TYPE.exec(type);
  return match
    ? {
        subject: match[2].toLowerCase(),
        predicate: match[3].toLowerCase(),
        ...(match[1] !== undefined && { tool: match[1] }),
      }
    : undefined;
}
