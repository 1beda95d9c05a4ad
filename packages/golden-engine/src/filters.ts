import { TemplateFilter } from 'nunjitsu';

function text(input: unknown, filter: string): string {
  if (typeof input !== 'string') {
    throw new TypeError(`${filter} requires text`);
  }
  return input;
}

function words(input: unknown, filter: string): string[] {
  return text(input, filter)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(word => word.toLowerCase());
}

const capitalised = (word: string) =>
  word.charAt(0).toUpperCase() + word.slice(1);

/** What templates can use besides the filters nunjitsu brings (`dump`, `upper`, `replace`, …). */
export const filters: Readonly<Record<string, TemplateFilter>> = {
  /** `payment-api` → `paymentApi` */
  camelCase: input =>
    words(input, 'camelCase')
      .map((word, index) => (index === 0 ? word : capitalised(word)))
      .join(''),
  /** `payment-api` → `PaymentApi` */
  pascalCase: input => words(input, 'pascalCase').map(capitalised).join(''),
  /** `payment-api` → `payment_api` */
  snakeCase: input => words(input, 'snakeCase').join('_'),
  /** `payment-api` → `PAYMENT_API` */
  constantCase: input => words(input, 'constantCase').join('_').toUpperCase(),
  /** `payment-api` → `Payment api` */
  sentenceCase: input => {
    const [first, ...rest] = words(input, 'sentenceCase');
    return [capitalised(first ?? ''), ...rest].join(' ');
  },
  /** `group:default/payments-team` → `payments-team` */
  entityName: input => text(input, 'entityName').replace(/^.*[:/]/, ''),
};
