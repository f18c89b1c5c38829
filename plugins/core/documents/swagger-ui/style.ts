/**
 * Small corrections to Swagger UI: no empty top bar, no choice of servers where there is one, headers of answers readable in
 * the dark, no overflow on a phone.
 */
export const swaggerUiStyle = `
.swagger-ui .topbar { display: none; }
.swagger-ui .info { margin: 24px 0; }
.swagger-ui .scheme-container { padding: 12px 0; }
.swagger-ui .scheme-container :is(.servers-title, .servers) { display: none; }
html.dark-mode .swagger-ui .headers .header-col { color: #e4e6e6; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock-summary-path { max-width: calc(100vw - 140px); overflow-wrap: anywhere; }
  .swagger-ui .opblock-summary-description { display: none; }
  .swagger-ui .responses-inner, .swagger-ui .opblock-description-wrapper { padding: 12px; }
  .swagger-ui .responses-table, .swagger-ui .responses-table :is(thead, tbody, tr, td) { display: block; width: auto; }
  .swagger-ui .responses-table :is(thead, .response-col_links) { display: none; }
  .swagger-ui .responses-table td { padding: 4px 0; }
  .swagger-ui .highlight-code pre, .swagger-ui .curl-command pre { white-space: pre; overflow-x: auto; }
  .swagger-ui .parameters-container table { display: block; overflow-x: auto; }
}
`;
