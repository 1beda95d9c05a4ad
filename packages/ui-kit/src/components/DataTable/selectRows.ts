import {
  type DataTableColumn,
  type DataTableFilter,
  type DataTableSort,
  type TableQuery,
} from './types';

const collator = new Intl.Collator('en', { numeric: true });

/** What a cell says, as text; empty when the column does not tell. */
export function cellText<T>(column: DataTableColumn<T>, row: T): string {
  if (column.filterValue) return column.filterValue(row);
  if (column.sortValue) return String(column.sortValue(row) ?? '');
  const content = column.cell(row);
  return typeof content === 'string' || typeof content === 'number'
    ? String(content)
    : '';
}

function compare(
  a: string | number | undefined,
  b: string | number | undefined,
): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b));
}

function sorted<T>(
  rows: T[],
  columns: readonly DataTableColumn<T>[],
  sort: DataTableSort | undefined,
): T[] {
  const valueOf = columns.find(({ id }) => id === sort?.column)?.sortValue;
  if (!sort || !valueOf) return rows;
  const sign = sort.direction === 'descending' ? -1 : 1;
  return rows
    .map(row => ({ row, value: valueOf(row) }))
    .sort((a, b) => {
      // Rows without a value stay at the end in both directions.
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

/** The rows that match search and filters, in order. All words of the search have to occur. */
export function selectRows<T>(
  rows: readonly T[],
  columns: readonly DataTableColumn<T>[],
  filters: readonly DataTableFilter<T>[],
  query: Pick<TableQuery, 'search' | 'sort' | 'filters'>,
): T[] {
  const words = query.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const chosen = filters.filter(({ id, options }) =>
    options.some(({ value }) => value === query.filters[id]),
  );
  const matching = rows.filter(row => {
    if (!chosen.every(filter => filter.match(row, query.filters[filter.id]))) {
      return false;
    }
    if (words.length === 0) return true;
    const text = columns
      .map(column => cellText(column, row))
      .join('\n')
      .toLocaleLowerCase();
    return words.every(word => text.includes(word));
  });
  return sorted(matching, columns, query.sort);
}
