import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link } from '@backstage/ui';
import {
  Answer,
  DataTable,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  StatePill,
} from '@companyos/ui-kit';
import { useProfile } from '../shell/useProfile';
import { appTranslationRef } from '../translation';
import { FirstSteps } from './FirstSteps';
import styles from './HomePage.module.css';
import { RecentlyVisited } from './RecentlyVisited';
import { type MyServices, useMyServices } from './useMyServices';

function ServicesTable({ services, error, retry }: MyServices) {
  const { t } = useTranslationRef(appTranslationRef);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!services)
    return <LoadingState label={t('home.loading')} shape="table" />;
  return (
    <DataTable
      label={t('home.services')}
      rows={services}
      rowKey={service => service.href}
      urlKey="mine"
      searchable={services.length > 10}
      initialSort={{ column: 'name', direction: 'ascending' }}
      columns={[
        {
          id: 'name',
          title: t('home.columnName'),
          isRowHeader: true,
          sortValue: service => service.title,
          filterValue: service => `${service.title} ${service.name}`,
          cell: service => <Link href={service.href}>{service.title}</Link>,
        },
        {
          id: 'state',
          title: t('home.columnState'),
          sortValue: service => (service.problem ? 0 : 1),
          cell: service => (
            <StatePill state={service.problem ? 'fail' : 'pass'}>
              {service.problem ? t('home.stateBad') : t('home.stateGood')}
            </StatePill>
          ),
        },
        {
          id: 'tier',
          title: t('home.columnTier'),
          sortValue: service => service.tier ?? '',
          cell: service => service.tier ?? '–',
        },
        {
          id: 'lifecycle',
          title: t('home.columnLifecycle'),
          sortValue: service => service.lifecycle ?? '',
          cell: service => service.lifecycle ?? '–',
        },
        {
          id: 'template',
          title: t('home.columnTemplate'),
          sortValue: service => service.template ?? '',
          cell: service => service.template ?? t('home.templateNone'),
        },
        {
          id: 'owner',
          title: t('home.columnOwner'),
          sortValue: service => service.owner,
          cell: service => (
            <Link href={service.ownerHref}>{service.owner}</Link>
          ),
        },
      ]}
      empty={
        <EmptyState
          title={t('home.servicesEmpty')}
          description={t('home.servicesEmptyText')}
          action={
            <ButtonLink href="/create" variant="primary">
              {t('home.create')}
            </ButtonLink>
          }
        />
      }
    />
  );
}

/** Useful on day one: what I own and how it stands, where I was, what to do next. */
export function HomePage() {
  const { t } = useTranslationRef(appTranslationRef);
  const { name } = useProfile();
  const mine = useMyServices();
  const problems =
    mine.services?.filter(service => service.problem).length ?? 0;
  const count = mine.services?.length ?? 0;

  return (
    <Page>
      <PageHeader
        kind={t('home.kind')}
        title={t('home.title', { name: name.split(' ')[0] })}
        actions={
          <>
            <ButtonLink href="/catalog" variant="secondary">
              {t('home.browse')}
            </ButtonLink>
            <ButtonLink href="/create" variant="primary">
              {t('home.create')}
            </ButtonLink>
          </>
        }
      />
      {mine.services && (
        <Answer>
          {count === 0 && t('home.answerNone')}
          {count > 0 &&
            (problems
              ? t('home.answerBad', {
                  count,
                  problems: String(problems),
                })
              : t('home.answerGood', { count }))}
        </Answer>
      )}
      <div className={styles.columns}>
        <Section title={t('home.services')}>
          <ServicesTable {...mine} />
        </Section>
        <div className={styles.aside}>
          <FirstSteps />
          <RecentlyVisited />
        </div>
      </div>
    </Page>
  );
}
