import {
  type TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { uiKitTranslationRef } from './translation';

/** The kit's words in the language of the person. */
export function useWords(): TranslationFunction<typeof uiKitTranslationRef.T> {
  return useTranslationRef(uiKitTranslationRef).t;
}
