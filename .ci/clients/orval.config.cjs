/** The addresses are left relative: a consumer's fetch completes them. */
module.exports = {
  api: {
    input: { target: './openapi.yaml' },
    output: { target: './orval/api.ts', client: 'fetch', mode: 'single', tsconfig: './tsconfig.json' },
  },
};
