import {
  Button,
  Cell,
  Column,
  Link,
  Row,
  TableBody,
  TableHeader,
  TablePagination,
  TableRoot,
} from '@backstage/ui';
import { useMemo, type ReactNode } from 'react';
import { useWords } from '../../useWords';
import { downloadCsv } from './downloadCsv';
import { selectRows } from './selectRows';
import { TableTools } from './TableTools';
import {
  type DataTableColumn,
  type DataTableFilter,
  type DataTableSort,
  type TableQueryState,
} from './types';
import { useLocalTableQuery } from './useLocalTableQuery';
import { useUrlTableQuery } from './useUrlTableQuery';
import styles from './DataTable.module.css';

const DEFAULT_PAGE_SIZE = 50;

/** Props of {@link DataTable}. */
export interface DataTableProps<T> {
  /** What the rows are, in the plural ("Services"). */
  label: string;
  columns: DataTableColumn<T>[];
  rows: T[];
  /** Unique and lasting key of a row. */
  rowKey: (row: T) => string;
  /** Where a row leads. */
  rowHref?: (row: T) => string | undefined;
  /** Shows the search field. */
  searchable?: boolean;
  filters?: DataTableFilter<T>[];
  /** Keeps search, sort, filters, columns and page in the URL under this prefix. */
  urlKey?: string;
  /** Offers the shown rows and columns as a CSV file of this name, without its ending. */
  csvName?: string;
  /** What to show when there are no rows at all. */
  empty?: ReactNode;
  /** Rows a page; 50 without it. */
  pageSize?: number;
  initialSort?: DataTableSort;
}

function DataTableView<T>({
  label,
  columns,
  rows,
  rowKey,
  rowHref,
  searchable = false,
  filters = [],
  csvName,
  empty,
  pageSize = DEFAULT_PAGE_SIZE,
  initialSort,
  state: [query, update],
}: DataTableProps<T> & { state: TableQueryState }) {
  const t = useWords();
  const sort = query.sort ?? initialSort;
  const visible = columns.filter(({ id, isRowHeader, defaultHidden }) =>
    query.columns ? isRowHeader || query.columns.includes(id) : !defaultHidden,
  );
  // The table needs one cell that names the row.
  const namingId = (visible.find(one => one.isRowHeader) ?? visible[0])?.id;

  const shown = useMemo(
    () =>
      selectRows(rows, columns, filters, {
        search: query.search,
        filters: query.filters,
        sort,
      }),
    [rows, columns, filters, query.search, query.filters, sort],
  );
  const lastPage = Math.max(0, Math.ceil(shown.length / pageSize) - 1);
  const page = Math.min(query.page, lastPage);
  const offset = page * pageSize;
  const pageRows = shown.slice(offset, offset + pageSize);

  if (rows.length === 0) {
    return <>{empty ?? <p className={styles.none}>{t('table.noRows')}</p>}</>;
  }

  const hasTools = searchable || filters.length > 0 || csvName !== undefined;
  const isNarrowed = shown.length !== rows.length;

  return (
    <div className={styles.table}>
      {hasTools && (
        <TableTools
          label={label}
          query={query}
          update={update}
          searchable={searchable}
          filters={filters}
          columns={columns}
          visibleIds={visible.map(({ id }) => id)}
          onDownload={
            csvName === undefined
              ? undefined
              : () => downloadCsv(shown, visible, csvName)
          }
        />
      )}
      <p className={styles.count} role="status">
        {isNarrowed
          ? t('table.filtered', {
              shown: String(shown.length),
              total: String(rows.length),
            })
          : t('table.rows', { count: rows.length })}
      </p>
      <div className={styles.scroll}>
        <TableRoot
          className={styles.root}
          aria-label={label}
          sortDescriptor={sort}
          onSortChange={({ column, direction }) =>
            update({ sort: { column: String(column), direction }, page: 0 })
          }
        >
          <TableHeader>
            {visible.map(column => (
              <Column
                key={column.id}
                id={column.id}
                className={styles.head}
                isRowHeader={column.id === namingId}
                allowsSorting={column.sortValue !== undefined}
                style={{
                  width: column.width,
                  textAlign: column.align,
                }}
              >
                {column.title}
              </Column>
            ))}
          </TableHeader>
          <TableBody
            renderEmptyState={() => (
              <div className={styles.none}>
                <p>{t('table.noMatch')}</p>
                <Button
                  variant="secondary"
                  onPress={() => update({ search: '', filters: {}, page: 0 })}
                >
                  {t('table.clear')}
                </Button>
              </div>
            )}
          >
            {pageRows.map(row => {
              const href = rowHref?.(row);
              return (
                <Row
                  key={rowKey(row)}
                  id={rowKey(row)}
                  href={href}
                  className={styles.row}
                >
                  {visible.map(column => {
                    const content = column.cell(row);
                    return (
                      <Cell
                        key={column.id}
                        className={styles.cell}
                        data-align={column.align}
                      >
                        {href &&
                        column.id === namingId &&
                        typeof content === 'string' ? (
                          <Link href={href} variant="body-small" standalone>
                            {content}
                          </Link>
                        ) : (
                          content
                        )}
                      </Cell>
                    );
                  })}
                </Row>
              );
            })}
          </TableBody>
        </TableRoot>
      </div>
      {shown.length > pageSize && (
        <TablePagination
          pageSize={pageSize}
          pageSizeOptions={[pageSize]}
          showPageSizeOptions={false}
          offset={offset}
          totalCount={shown.length}
          hasPreviousPage={page > 0}
          hasNextPage={page < lastPage}
          onPreviousPage={() => update({ page: page - 1 })}
          onNextPage={() => update({ page: page + 1 })}
          getLabel={() =>
            t('table.page', {
              from: String(offset + 1),
              to: String(offset + pageRows.length),
              total: String(shown.length),
            })
          }
        />
      )}
    </div>
  );
}

function UrlDataTable<T>({
  urlKey,
  ...props
}: DataTableProps<T> & { urlKey: string }) {
  return <DataTableView {...props} state={useUrlTableQuery(urlKey)} />;
}

function LocalDataTable<T>(props: DataTableProps<T>) {
  return <DataTableView {...props} state={useLocalTableQuery()} />;
}

/**
 * Rows one can sort, search, filter, page through, link to and take along as CSV. Only one page of
 * rows is in the document at a time, however many there are.
 */
export function DataTable<T>({ urlKey, ...props }: DataTableProps<T>) {
  return urlKey === undefined ? (
    <LocalDataTable {...props} />
  ) : (
    <UrlDataTable {...props} urlKey={urlKey} />
  );
}
