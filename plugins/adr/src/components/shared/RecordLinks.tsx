import { Link } from '@backstage/ui';
import { DecisionLink } from '@companyos/plugin-adr-common';
import { formatNumber } from './formatNumber';
import { useRecordHref } from './useRecordHref';

/** References to other records, by number where they have one. */
export function RecordLinks({ links }: { links: DecisionLink[] }) {
  const hrefOf = useRecordHref();
  if (!links.length) {
    return <>–</>;
  }
  return (
    <>
      {links.map(({ raw, id, number, title }, index) => {
        const href = id === null ? undefined : hrefOf(id);
        const text = number === null ? title ?? raw : formatNumber(number);
        return (
          <span key={raw}>
            {index > 0 && ', '}
            {href ? (
              <Link href={href} variant="body-small" title={title ?? undefined}>
                {text}
              </Link>
            ) : (
              text
            )}
          </span>
        );
      })}
    </>
  );
}
