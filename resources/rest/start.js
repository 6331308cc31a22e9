// Shows the service's own OpenAPI document; nothing is asked of any other host.
window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#calls",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
