namespace LotteryLab.Web.Api;

/// <summary>The REST API: one file a noun, all below <c>/api</c>, described at <c>/openapi/v1.json</c>.</summary>
internal static class ApiRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        var api = app.MapGroup("/api").AddEndpointFilter(ApiProblem.FilterAsync).ProducesProblem(StatusCodes.Status400BadRequest);

        // Cookies are same-site and SameOrigin refuses other sites' pages, so that programs need no form tokens.
        api.DisableAntiforgery();
        ExperimentsApi.Map(api);
        TransferApi.Map(api);
        StudiesApi.Map(api);
        TicketsApi.Map(api);
        CatalogApi.Map(api);
        DatasetsApi.Map(api);
        QueueApi.Map(api);
        SharesApi.Map(api);
        AccountsApi.Map(api);
        SettingsApi.Map(api);
        AdministrationApi.Map(api);
        SystemApi.Map(api);
    }
}
