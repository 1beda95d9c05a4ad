import { downloadText } from './downloadText';
import { toCsv } from './toCsv';
import { type DataTableColumn } from './types';

/** Hands the browser rows to save as a CSV file, with the columns of a {@link DataTable}. */
export function downloadCsv<T>(
  rows: readonly T[],
  columns: readonly DataTableColumn<T>[],
  /** Of the file, without its ending. */
  name: string,
): void {
  downloadText(toCsv(rows, columns), `${name}.csv`, 'text/csv;charset=utf-8');
}
