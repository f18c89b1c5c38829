/** Small corrections to Swagger UI: no empty top bar, no overflow on a phone. */
export const swaggerUiStyle = `
.swagger-ui .topbar { display: none; }
.swagger-ui .info { margin: 24px 0; }
.swagger-ui .scheme-container { padding: 12px 0; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock-summary-path { max-width: calc(100vw - 140px); overflow-wrap: anywhere; }
  .swagger-ui .opblock-summary-description { display: none; }
  .swagger-ui table { display: block; overflow-x: auto; }
}
`;
