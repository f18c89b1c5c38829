/** Files find one another by their whole names, as Node itself wants it. */
export default {
  input: './openapi.yaml',
  output: { path: './hey-api/api', importFileExtension: '.js' },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
};
