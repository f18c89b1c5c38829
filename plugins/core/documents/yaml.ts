import { stringify } from 'yaml';

/** A document as YAML. What is there twice is written twice: not all readers know anchors. */
export function yamlOf(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false });
}
