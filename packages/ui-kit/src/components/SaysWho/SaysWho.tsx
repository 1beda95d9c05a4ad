import { Link } from '@backstage/ui';
import { useId, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { type ProvenanceSource } from '../../provenanceApiRef';
import { useWords } from '../../useWords';
import { Ago } from '../Ago/Ago';
import { Digest } from '../Digest/Digest';
import { Drawer } from '../Drawer/Drawer';
import { FactList } from '../FactList/FactList';
import { Mark } from '../Mark/Mark';
import { StatePill } from '../StatePill/StatePill';
import { LoadingState } from '../States/LoadingState';
import { useProvenance } from './useProvenance';
import styles from './SaysWho.module.css';

/** Props of {@link SaysWho}. */
export interface SaysWhoProps {
  /** Who or what the statement comes from, as the page knows it. */
  source: string;
  /** When it was recorded: ISO 8601 text, epoch milliseconds or a Date. */
  recordedAt?: string | number | Date;
  digest?: string;
  /** Where the source itself can be read. */
  href?: string;
  /** Entity the statement is about, as `kind:namespace/name`. */
  entityRef?: string;
  /** The statement. */
  children: ReactNode;
}

type KnownSource = Omit<ProvenanceSource, 'recordedAt' | 'agrees'> & {
  recordedAt?: string | number | Date;
};

function SourceFacts({ source }: { source: KnownSource }) {
  const t = useWords();
  const { recordedAt, validFrom, digest, href } = source;
  return (
    <FactList
      facts={[
        {
          label: t('saysWho.source'),
          value: href ? (
            <Link href={href}>{source.source}</Link>
          ) : (
            source.source
          ),
        },
        ...(recordedAt
          ? [{ label: t('saysWho.recorded'), value: <Ago time={recordedAt} /> }]
          : []),
        ...(validFrom
          ? [{ label: t('saysWho.valid'), value: <Ago time={validFrom} /> }]
          : []),
        ...(digest
          ? [{ label: t('saysWho.digest'), value: <Digest value={digest} /> }]
          : []),
      ]}
    />
  );
}

/** A statement that carries its provenance: press the small spine to see who says so. */
export function SaysWho({
  source,
  recordedAt,
  digest,
  href,
  entityRef,
  children,
}: SaysWhoProps) {
  const t = useWords();
  const textId = useId();
  const buttonId = useId();
  const [isOpen, setOpen] = useState(false);
  const lookup = useProvenance(isOpen, { entityRef, digest, source });
  const known = { source, recordedAt, digest, href };
  const sources =
    lookup.status === 'loaded' && lookup.sources.length > 0
      ? lookup.sources
      : undefined;

  return (
    <>
      <span className={styles.statement} id={textId}>
        {children}
      </span>
      <Button
        id={buttonId}
        className={styles.button}
        aria-label={t('saysWho.open')}
        aria-labelledby={`${buttonId} ${textId}`}
        aria-haspopup="dialog"
        onPress={() => setOpen(true)}
      >
        <Mark size={14} />
      </Button>
      <Drawer title={t('saysWho.title')} isOpen={isOpen} onOpenChange={setOpen}>
        <p className={styles.quote}>{children}</p>
        {lookup.status === 'loading' && (
          <LoadingState label={t('saysWho.loading')} shape="lines" />
        )}
        {lookup.status === 'failed' && (
          <p role="status">{t('saysWho.failed')}</p>
        )}
        {sources ? (
          <>
            <p>
              {t('saysWho.corroborated', {
                count: sources.filter(one => one.agrees).length,
              })}
            </p>
            <ul className={styles.sources}>
              {sources.map((one, index) => (
                <li key={one.digest ?? `${one.source}-${index}`}>
                  {!one.agrees && (
                    <StatePill state="warn">{t('saysWho.conflict')}</StatePill>
                  )}
                  <SourceFacts source={one} />
                </li>
              ))}
            </ul>
          </>
        ) : (
          <SourceFacts source={known} />
        )}
      </Drawer>
    </>
  );
}
