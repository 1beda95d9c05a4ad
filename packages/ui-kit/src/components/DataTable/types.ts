import { type ReactNode } from 'react';

/** A column of a {@link DataTable}. */
export interface DataTableColumn<T> {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. Numbers sort by size, text as people sort it; undefined goes last. */
  sortValue?: (row: T) => string | number | undefined;
  /** Text for search and CSV; without it they use `sortValue`, or the cell when it is plain text. */
  filterValue?: (row: T) => string;
  /** `end` for numbers. */
  align?: 'start' | 'end';
  /** The cell that names the row; cannot be hidden. */
  isRowHeader?: boolean;
  defaultHidden?: boolean;
  /** CSS width; a number is pixels. */
  width?: number | string;
}

/** A filter above a {@link DataTable}; one of its options or none is chosen. */
export interface DataTableFilter<T> {
  id: string;
  title: string;
  options: { value: string; label: string }[];
  match: (row: T, value: string) => boolean;
}

/** Which column sorts the rows, and how. */
export interface DataTableSort {
  column: string;
  direction: 'ascending' | 'descending';
}

/** What a person asked a table to show; all of it can live in the URL. */
export interface TableQuery {
  search: string;
  sort: DataTableSort | undefined;
  /** Chosen option by filter id. */
  filters: Record<string, string>;
  /** Ids of the shown columns; undefined for the default ones. */
  columns: string[] | undefined;
  /** Zero-based. */
  page: number;
}

/** A query and how to change parts of it. */
export type TableQueryState = [
  query: TableQuery,
  update: (change: Partial<TableQuery>) => void,
];
