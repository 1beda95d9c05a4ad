import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ButtonIcon,
  Cell,
  Column,
  Link,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import { StatePill } from '@companyos/ui-kit';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import { type IndexQuery, PAGE_SIZE } from '../indexQuery';
import { catalogIndexTranslationRef } from '../translation';
import styles from './CatalogIndexPage.module.css';
import {
  hasProblem,
  hrefOf,
  ownersOf,
  specText,
  systemOf,
} from './entityFacts';

const COLUMNS: Array<{
  id: 'name' | 'type' | 'tier' | 'owner' | 'system' | 'lifecycle' | 'state';
  sortable: boolean;
  width?: string;
}> = [
  { id: 'name', sortable: true, width: '32%' },
  { id: 'type', sortable: true },
  { id: 'tier', sortable: true },
  { id: 'owner', sortable: true },
  { id: 'system', sortable: true },
  { id: 'lifecycle', sortable: true },
  { id: 'state', sortable: false },
];

function EntityName({ entity }: { entity: Entity }) {
  const { name, namespace, title, description } = entity.metadata;
  return (
    <div className={styles.name}>
      <Link href={hrefOf({ kind: entity.kind, namespace, name })}>
        {title ?? name}
      </Link>
      {description && <span className={styles.description}>{description}</span>}
    </div>
  );
}

/** One page of entities. */
export function EntityTable(props: {
  items: Entity[];
  total: number;
  isPending: boolean;
  query: IndexQuery;
  update: (change: Partial<IndexQuery>) => void;
}) {
  const { items, total, isPending, query, update } = props;
  const { t } = useTranslationRef(catalogIndexTranslationRef);
  const from = query.page * PAGE_SIZE + 1;
  const to = query.page * PAGE_SIZE + items.length;

  return (
    <div aria-busy={isPending}>
      <div className={styles.scroll}>
        <TableRoot
          className={styles.table}
          aria-label={t('title')}
          sortDescriptor={query.sort}
          onSortChange={({ column, direction }) =>
            update({ sort: { column: String(column), direction } })
          }
        >
          <TableHeader>
            {COLUMNS.map(({ id, sortable, width }) => (
              <Column
                key={id}
                id={id}
                isRowHeader={id === 'name'}
                allowsSorting={sortable}
                style={{ width }}
              >
                {t(`column.${id}`)}
              </Column>
            ))}
          </TableHeader>
          <TableBody>
            {items.map(entity => {
              const system = systemOf(entity);
              return (
                <Row
                  key={stringifyEntityRef(entity)}
                  id={stringifyEntityRef(entity)}
                >
                  <Cell>
                    <EntityName entity={entity} />
                  </Cell>
                  <Cell>{specText(entity, 'type') ?? '–'}</Cell>
                  <Cell>
                    {entity.metadata.labels?.['companyos.io/tier'] ?? '–'}
                  </Cell>
                  <Cell>
                    {ownersOf(entity).map(owner => (
                      <Link key={owner.href} href={owner.href}>
                        {owner.name}
                      </Link>
                    ))}
                  </Cell>
                  <Cell>
                    {system ? (
                      <Link href={system.href}>{system.name}</Link>
                    ) : (
                      '–'
                    )}
                  </Cell>
                  <Cell>{specText(entity, 'lifecycle') ?? '–'}</Cell>
                  <Cell>
                    <StatePill state={hasProblem(entity) ? 'fail' : 'pass'}>
                      {hasProblem(entity) ? t('state.bad') : t('state.good')}
                    </StatePill>
                  </Cell>
                </Row>
              );
            })}
          </TableBody>
        </TableRoot>
      </div>
      <nav aria-label={t('pages')} className={styles.pages}>
        <span role="status">
          {t('range', {
            from: String(from),
            to: String(to),
            total: String(total),
          })}
        </span>
        <ButtonIcon
          aria-label={t('previous')}
          variant="secondary"
          size="small"
          icon={<RiArrowLeftSLine />}
          isDisabled={query.page === 0}
          onPress={() => update({ page: query.page - 1 })}
        />
        <ButtonIcon
          aria-label={t('next')}
          variant="secondary"
          size="small"
          icon={<RiArrowRightSLine />}
          isDisabled={to >= total}
          onPress={() => update({ page: query.page + 1 })}
        />
      </nav>
    </div>
  );
}
