/**
 * Name of the way in which content is made the same before it is digested. Another way gets another name, so that
 * digests of old content can be checked for ever.
 */
export const PROFILE = 'companyos-c14n/1';
