import {
  Button,
  MenuListBox,
  MenuListBoxItem,
  MenuTrigger,
  SearchField,
  Select,
} from '@backstage/ui';
import { RiDownloadLine, RiLayoutColumnLine } from '@remixicon/react';
import { useWords } from '../../useWords';
import {
  type DataTableColumn,
  type DataTableFilter,
  type TableQuery,
} from './types';
import styles from './DataTable.module.css';

/** Key of the option that filters nothing. An option's own value may be any text but this. */
const ALL = '\u0000all';

interface TableToolsProps<T> {
  label: string;
  query: TableQuery;
  update: (change: Partial<TableQuery>) => void;
  searchable: boolean;
  filters: readonly DataTableFilter<T>[];
  columns: readonly DataTableColumn<T>[];
  visibleIds: readonly string[];
  onDownload: (() => void) | undefined;
}

/** What stands above the rows: search, filters, columns, CSV. */
export function TableTools<T>({
  label,
  query,
  update,
  searchable,
  filters,
  columns,
  visibleIds,
  onDownload,
}: TableToolsProps<T>) {
  const t = useWords();
  const hideable = columns.filter(column => !column.isRowHeader);
  return (
    <div className={styles.tools}>
      {searchable && (
        <SearchField
          className={styles.search}
          aria-label={t('table.search', { label })}
          placeholder={t('table.search', { label })}
          value={query.search}
          onChange={search => update({ search, page: 0 })}
        />
      )}
      {filters.map(({ id, title, options }) => (
        <Select
          key={id}
          className={styles.filter}
          aria-label={title}
          selectionMode="single"
          options={[
            { id: ALL, label: `${title}: ${t('table.all')}` },
            ...options.map(option => ({
              id: option.value,
              label: option.label,
            })),
          ]}
          value={
            options.some(({ value }) => value === query.filters[id])
              ? query.filters[id]
              : ALL
          }
          onChange={value =>
            update({
              filters: {
                ...query.filters,
                [id]: value === ALL || value === null ? '' : String(value),
              },
              page: 0,
            })
          }
        />
      ))}
      <div className={styles.buttons}>
        {hideable.length > 1 && (
          <MenuTrigger>
            <Button variant="secondary" iconStart={<RiLayoutColumnLine />}>
              {t('table.columns')}
            </Button>
            <MenuListBox
              aria-label={t('table.columns')}
              selectionMode="multiple"
              // Esc closes the list; by default it would also clear what is chosen.
              escapeKeyBehavior="none"
              selectedKeys={visibleIds}
              onSelectionChange={keys =>
                update({
                  columns: columns
                    .filter(
                      ({ id, isRowHeader }) =>
                        isRowHeader || keys === 'all' || keys.has(id),
                    )
                    .map(({ id }) => id),
                })
              }
            >
              {hideable.map(({ id, title }) => (
                <MenuListBoxItem key={id} id={id}>
                  {title}
                </MenuListBoxItem>
              ))}
            </MenuListBox>
          </MenuTrigger>
        )}
        {onDownload && (
          <Button
            variant="secondary"
            iconStart={<RiDownloadLine />}
            onPress={onDownload}
          >
            {t('table.csv')}
          </Button>
        )}
      </div>
    </div>
  );
}
