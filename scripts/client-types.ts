import openapiTypes, { astToString } from 'openapi-typescript';

const heading = `/**
 * The API as TypeScript knows it, made of openapi.yaml by \`npm run openapi\`. Do not edit.
 */
`;

/** The source of src/client/api.ts: the types of every path and schema of `yaml`, an OpenAPI document. */
export async function clientTypes(yaml: string): Promise<string> {
  return heading + astToString(await openapiTypes(yaml));
}
