import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FactDetail,
  intelgraphSensitiveReadPermission,
} from '@companyos/plugin-intelgraph-common';
import { StatePill } from '@companyos/ui-kit';
import { formatTime } from '../../domain/formatTime';
import { intelgraphTranslationRef } from '../../translation';
import { JsonView } from '../shared/JsonView';
import shared from '../shared/shared.module.css';

/** What a fact says in full, or why that is not shown. */
export function Body({ body }: { body: FactDetail['body'] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  if (body.status === 'available') {
    return <JsonView label={t('fact.body')} value={body.content} />;
  }
  const isErased = body.status === 'erased';
  return (
    <div className={shared.stack}>
      <div className={shared.line}>
        <StatePill state={isErased ? 'unknown' : 'fail'}>
          {isErased ? t('fact.bodyErased') : t('fact.bodyDenied')}
        </StatePill>
      </div>
      <p className={shared.note}>
        {isErased && body.erasedAt && body.erasedBy
          ? t('fact.bodyErasedText', {
              time: formatTime.whole(body.erasedAt),
              by: body.erasedBy,
              reason: body.reason ?? '–',
            })
          : isErased && t('fact.bodyErasedBare')}
        {!isErased &&
          t('fact.bodyDeniedText', {
            permission: intelgraphSensitiveReadPermission.name,
            reason: body.reason ?? '',
          })}
      </p>
    </div>
  );
}
