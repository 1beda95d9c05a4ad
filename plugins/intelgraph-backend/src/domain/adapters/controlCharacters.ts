/** What CloudEvents does not allow in its attributes: control characters and lone surrogates. For replacing. */
export const CONTROL_CHARACTERS = /[\p{Cc}\p{Cs}]/gu;
