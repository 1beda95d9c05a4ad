/**
 * Sign-in as one of the example people, in development only.
 *
 * @packageDocumentation
 */
export { authModulePersonas as default } from './module';
export { PERSONA_HEADER } from './personaAuthenticator';
export type { PersonaListItem } from './createPersonasRouter';
