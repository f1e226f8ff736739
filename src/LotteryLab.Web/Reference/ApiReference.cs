using System.Text.Json.Nodes;
using LotteryLab.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LotteryLab.Web.Reference;

/// <summary>The calls of the REST API, taken from the API description that this very program publishes, so that the page cannot be out of date.</summary>
internal sealed class ApiReference([FromKeyedServices(ApiReference.Document)] IOpenApiDocumentProvider provider, EndpointDataSource endpoints)
{
    private const string Document = "v1";

    private static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["methods"] = "imp",
        ["architectures"] = "lenet-300-100",
        ["datasets"] = "glyphs",
        ["presets"] = "first-ticket",
    };

    /// <summary>First part of a path, and the page that shows the same.</summary>
    private static readonly IReadOnlyDictionary<string, string> Pages = new Dictionary<string, string>
    {
        ["experiments"] = "/experiments",
        ["methods"] = "/methods",
        ["controls"] = "/methods",
        ["evaluations"] = "/methods",
        ["architectures"] = "/architectures",
        ["optimizers"] = "/architectures",
        ["schedules"] = "/architectures",
        ["datasets"] = "/datasets",
        ["presets"] = "/",
        ["queue"] = "/queue",
        ["shares"] = "/shares",
        ["users"] = "/admin",
        ["invitations"] = "/admin",
        ["storage"] = "/admin",
        ["backups"] = "/admin",
        ["tokens"] = "/settings",
        ["account"] = "/settings",
        ["webhook"] = "/settings",
        ["system"] = "/system",
    };

    private readonly SemaphoreSlim gate = new(1, 1);
    private JsonObject? description;

    /// <summary>All calls in the order of the description.</summary>
    /// <param name="address">Address of this server without a slash at the end, for the examples.</param>
    /// <param name="needsToken">Whether programs must send a token.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<IReadOnlyList<ApiCall>> ReadAsync(string address, bool needsToken, CancellationToken cancellation)
    {
        var document = await DescribeAsync(cancellation);
        var examples = new SchemaExample(document["components"]?["schemas"] as JsonObject ?? []);
        var calls = new List<ApiCall>();
        foreach (var (path, operations) in document["paths"]?.AsObject() ?? [])
        {
            foreach (var (method, operation) in operations?.AsObject() ?? [])
            {
                if (operation is JsonObject known)
                {
                    calls.Add(Call(path, method.ToUpperInvariant(), known, examples, address, needsToken));
                }
            }
        }

        return calls;
    }

    private ApiCall Call(string path, string method, JsonObject operation, SchemaExample examples, string address, bool needsToken)
    {
        IReadOnlyList<ApiParameter> parameters = [.. (operation["parameters"] as JsonArray ?? []).OfType<JsonObject>().Select(parameter =>
            new ApiParameter((string?)parameter["name"] ?? "", (string?)parameter["in"] ?? "", examples.TypeOf(parameter["schema"]), (bool?)parameter["required"] ?? false))];
        var request = ContentOf(operation["requestBody"], examples);
        IReadOnlyList<ApiAnswer> answers = [.. (operation["responses"] as JsonObject ?? []).Select(pair => Answer(pair.Key, pair.Value, examples))];
        var role = RoleOf(path, method);
        return new ApiCall(
            $"{method}-{path.Trim('/').Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}".ToLowerInvariant(),
            method,
            path,
            (string?)operation["tags"]?[0] ?? "other",
            (string?)operation["summary"] ?? "",
            role,
            parameters,
            request.Example,
            answers,
            Curl(path, method, request, address, needsToken && role != "anyone"),
            Pages.GetValueOrDefault(path.Split('/', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) ?? "", ""));
    }

    private static ApiAnswer Answer(string status, JsonNode? answer, SchemaExample examples)
    {
        var content = ContentOf(answer, examples);
        return new ApiAnswer(status, (string?)answer?["description"] ?? "", content.Type, content.Type == "application/problem+json" ? "" : content.Example);
    }

    private static (string Type, string Example) ContentOf(JsonNode? body, SchemaExample examples) =>
        (body?["content"] as JsonObject)?.FirstOrDefault() is { Key: { } type, Value: var content } ? (type, examples.TextOf(content?["schema"])) : ("", "");

    private static string Curl(string path, string method, (string Type, string Example) request, string address, bool needsToken)
    {
        var kind = path.Split('/', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) ?? "";
        var place = path.Contains('{') ? string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? Names.GetValueOrDefault(kind, part.Trim('{', '}').ToUpperInvariant()) : part)) : path;
        var words = new List<string> { "curl -s" };
        if (method != "GET")
        {
            words.Add($"-X {method}");
        }

        if (needsToken)
        {
            words.Add("-H \"Authorization: Bearer $LOTTERYLAB_TOKEN\"");
        }

        if (request.Type.Length > 0)
        {
            words.Add($"-H 'Content-Type: {request.Type}'");
            words.Add(request.Example.Length > 0 ? $"-d '{JsonNode.Parse(request.Example)!.ToJsonString().Replace("'", "'\\''", StringComparison.Ordinal)}'" : "-d @FILE");
        }

        words.Add(address + place);
        return string.Join(' ', words);
    }

    private string RoleOf(string path, string method)
    {
        var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(candidate =>
            PathOf(candidate) == path && candidate.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) == true);
        if (endpoint is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "anyone";
        }

        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
        return policies.Contains(Access.Administer) ? "admin" : policies.Contains(Access.Research) ? "researcher" : "viewer";
    }

    // The description leaves out what a route says about the kind of its parameters: {id:long} is {id}.
    private static string PathOf(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));

    private async Task<JsonObject> DescribeAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (description is null)
            {
                var document = await provider.GetOpenApiDocumentAsync(cancellation);
                description = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation))!.AsObject();
            }

            return description;
        }
        finally
        {
            gate.Release();
        }
    }
}
