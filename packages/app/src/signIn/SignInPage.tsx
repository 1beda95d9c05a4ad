import {
  ProxiedSignInPage,
  SignInPage as ProviderSignInPage,
} from '@backstage/core-components';
import { isError } from '@backstage/errors';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { useCallback, useMemo, useState } from 'react';
import { appTranslationRef } from '../translation';
import { oidcAuthApiRef } from './oidcAuthApiRef';
import { PersonaChooser } from './PersonaChooser';
import { PersonaIdentity } from './PersonaIdentity';
import { hasPersonas } from './personas';

/** What the back end said, rather than which status it said it with. */
function reasonOf(error: Error | undefined): string | undefined {
  return isError(error?.cause) ? error.cause.message : error?.message;
}

const STORAGE_KEY = 'companyos.persona';

/**
 * The first page of a signed-out browser: the example people in development, the
 * organisation's OpenID Connect provider otherwise.
 */
export function SignInPage(props: SignInPageProps) {
  const configApi = useApi(configApiRef);
  const { t } = useTranslationRef(appTranslationRef);
  const demo = hasPersonas(configApi);
  const [choice, setChoice] = useState({
    name: window.localStorage.getItem(STORAGE_KEY),
    attempt: 0,
  });
  const choose = useCallback((name: string) => {
    window.localStorage.setItem(STORAGE_KEY, name);
    setChoice(({ attempt }) => ({ name, attempt: attempt + 1 }));
  }, []);
  const Refused = useMemo(
    () =>
      function RefusedSignIn({ error }: { error?: Error }) {
        return <PersonaChooser problem={reasonOf(error)} onChoose={choose} />;
      },
    [choose],
  );

  if (!demo) {
    return (
      <ProviderSignInPage
        {...props}
        title={configApi.getOptionalString('app.title') ?? 'CompanyOS'}
        align="center"
        provider={{
          id: 'oidc-auth-provider',
          title: t('signIn.oidcTitle'),
          message: t('signIn.oidcMessage'),
          apiRef: oidcAuthApiRef,
        }}
      />
    );
  }
  if (!choice.name) {
    return <PersonaChooser onChoose={choose} />;
  }
  return (
    <ProxiedSignInPage
      key={choice.attempt}
      provider="personas"
      headers={{ 'x-companyos-persona': choice.name }}
      onSignInSuccess={identity =>
        props.onSignInSuccess(
          new PersonaIdentity(identity, () =>
            window.localStorage.removeItem(STORAGE_KEY),
          ),
        )
      }
      ErrorComponent={Refused}
    />
  );
}
