import { type TableQuery } from './types';

/** The query that nobody has changed. */
export const untouchedQuery: TableQuery = {
  search: '',
  sort: undefined,
  filters: {},
  columns: undefined,
  page: 0,
};

/** Reads a table's part of the URL: `<key>.q`, `.sort`, `.cols`, `.page` (from 1) and `.f.<filter>`. */
export function readTableQuery(
  params: URLSearchParams,
  urlKey: string,
): TableQuery {
  const sort = params.get(`${urlKey}.sort`);
  const page = Number(params.get(`${urlKey}.page`));
  const filterPrefix = `${urlKey}.f.`;
  return {
    search: params.get(`${urlKey}.q`) ?? '',
    sort: sort
      ? {
          column: sort.replace(/^-/, ''),
          direction: sort.startsWith('-') ? 'descending' : 'ascending',
        }
      : undefined,
    filters: Object.fromEntries(
      [...params]
        .filter(([name]) => name.startsWith(filterPrefix))
        .map(([name, value]) => [name.slice(filterPrefix.length), value]),
    ),
    columns: params.get(`${urlKey}.cols`)?.split(','),
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
  };
}

/** Writes a table's part of the URL and leaves every other parameter as it is. */
export function writeTableQuery(
  params: URLSearchParams,
  urlKey: string,
  query: TableQuery,
): URLSearchParams {
  const next = new URLSearchParams(
    [...params].filter(([name]) => !name.startsWith(`${urlKey}.`)),
  );
  const { search, sort, filters, columns, page } = query;
  if (search) next.set(`${urlKey}.q`, search);
  if (sort) {
    const sign = sort.direction === 'descending' ? '-' : '';
    next.set(`${urlKey}.sort`, `${sign}${sort.column}`);
  }
  for (const [id, value] of Object.entries(filters)) {
    if (value) next.set(`${urlKey}.f.${id}`, value);
  }
  if (columns) next.set(`${urlKey}.cols`, columns.join(','));
  if (page > 0) next.set(`${urlKey}.page`, String(page + 1));
  return next;
}
