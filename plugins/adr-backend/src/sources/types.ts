import { DecisionLocation } from '../domain/decisionLocation';

/** A file of a source. It comes without content when it is larger than a record may be. */
export type SourceFile = {
  /** Relative to the folder of the records, with forward slashes. */
  path: string;
  sizeBytes: number;
  bytes?: Uint8Array;
  /** Where a person can see the file. */
  sourceUrl: string | null;
};

/** What reading a source gives. */
export type SourceSnapshot =
  | { state: 'missing' }
  | { state: 'unchanged' }
  | {
      state: 'read';
      /** Commit, ETag or digest; hand it to the next read. */
      revision: string | null;
      /** Sorted by path; at most as many as an entity may have. */
      files: SourceFile[];
      /** Files beyond that number, which were not read. */
      skippedCount: number;
    };

/** Reads the files of decision records from one kind of place. */
export interface DecisionSourceReader<
  TLocation extends DecisionLocation = DecisionLocation,
> {
  /**
   * @param revision - of the snapshot before; gives `unchanged` when nothing happened since
   * @throws when the place can't be reached or may not be read
   */
  read(
    location: TLocation,
    options: { revision?: string; signal: AbortSignal },
  ): Promise<SourceSnapshot>;
}
