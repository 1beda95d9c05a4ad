import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { ButtonLink, Link } from '@backstage/ui';
import {
  CopyCommand,
  Digest,
  FactList,
  Markdown,
  Panel,
  StatePill,
} from '@companyos/ui-kit';
import { ReactNode } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import { TaskResult } from './taskOutput';
import { useInCatalog } from './useInCatalog';
import styles from './TaskPage.module.css';

function CatalogState({ state }: { state: ReturnType<typeof useInCatalog> }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  switch (state) {
    case 'there':
      return <StatePill state="pass">{t('result.inCatalog')}</StatePill>;
    case 'late':
      return <StatePill state="warn">{t('result.catalogLate')}</StatePill>;
    default:
      return <StatePill state="info">{t('result.entering')}</StatePill>;
  }
}

/** What the task made, and the first things one does with it. */
export function TaskResultPanel({ result }: { result: TaskResult }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const entityPath = useRouteRef(entityRouteRef);
  const docsPath = useRouteRef(scaffolderPlugin.externalRoutes.viewTechDoc);
  const inCatalog = useInCatalog(result.entityRef);

  const entity = result.entityRef
    ? parseEntityRef(result.entityRef)
    : undefined;
  const componentHref =
    entity && entityPath?.(entityRouteParams(entity, { encodeParams: true }));
  const ways = entity
    ? [
        { title: t('result.open'), href: componentHref },
        { title: t('result.docs'), href: docsPath?.(entity) },
        {
          title: t('result.decisions'),
          href: componentHref && `${componentHref}/decisions`,
        },
      ]
    : [];
  const comparable = (href: string) => href.toLowerCase().replace(/\/+$/, '');
  const known = ways.flatMap(({ href }) => (href ? [comparable(href)] : []));
  const more = result.links.filter(({ url, entityRef }) =>
    url ? !known.includes(comparable(url)) : entityRef !== result.entityRef,
  );

  const facts: Array<{ label: string; value: ReactNode }> = [];
  if (entity) {
    facts.push({
      label: t('result.component'),
      value: (
        <span className={styles.actions}>
          <EntityRefLink entityRef={entity} />
          <span role="status">
            <CatalogState state={inCatalog} />
          </span>
        </span>
      ),
    });
  }
  if (result.remoteUrl) {
    facts.push({
      label: t('result.repository'),
      value: <Link href={result.remoteUrl}>{result.remoteUrl}</Link>,
    });
  }
  if (result.commit) {
    facts.push({
      label: t('result.commit'),
      value: <Digest value={result.commit} label={t('result.commit')} />,
    });
  }

  return (
    <Panel>
      <div className={styles.panelBody}>
        <h2 className={styles.heading}>{t('result.title')}</h2>
        {result.cloneCommand && (
          <CopyCommand
            label={t('result.clone')}
            command={result.cloneCommand}
          />
        )}
        {facts.length > 0 && <FactList facts={facts} />}
        <nav aria-label={t('result.links')} className={styles.actions}>
          {ways.map(
            ({ title, href }, index) =>
              href && (
                <ButtonLink
                  key={title}
                  href={href}
                  variant={index === 0 ? 'primary' : 'secondary'}
                >
                  {title}
                </ButtonLink>
              ),
          )}
          {more.map(({ title, url, entityRef }) =>
            url ? (
              <Link key={title + url} href={url}>
                {title}
              </Link>
            ) : (
              entityRef && (
                <EntityRefLink
                  key={title + entityRef}
                  entityRef={entityRef}
                  title={title}
                />
              )
            ),
          )}
        </nav>
        {result.texts.map(({ title, content }) => (
          <div key={(title ?? '') + content} className={styles.text}>
            {title && <h3 className={styles.heading}>{title}</h3>}
            <Markdown content={content} />
          </div>
        ))}
      </div>
    </Panel>
  );
}
