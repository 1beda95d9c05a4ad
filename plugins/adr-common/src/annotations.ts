/**
 * Entity annotation that says where the decision records of the entity are: a folder
 * relative to the entity's descriptor (`docs/adr`), or the URL of a folder in the same
 * repository.
 *
 * @public
 */
export const ADR_LOCATION_ANNOTATION = 'companyos.io/adr-location';

/**
 * Where records are looked for when an entity has TechDocs but no
 * {@link ADR_LOCATION_ANNOTATION}; relative to the folder of its `mkdocs.yml`.
 *
 * @public
 */
export const DEFAULT_ADR_DIRECTORY = 'docs/adr';
