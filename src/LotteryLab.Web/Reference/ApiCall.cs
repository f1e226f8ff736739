namespace LotteryLab.Web.Reference;

/// <summary>One call of the REST API, as its page shows it.</summary>
/// <param name="Id">Anchor on the page.</param>
/// <param name="Method">GET, POST ...</param>
/// <param name="Path">Path with its parameters in braces.</param>
/// <param name="Tag">Group.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Role">Who may call it.</param>
/// <param name="Parameters">Parameters of path and query.</param>
/// <param name="Request">Example of what is sent, as JSON; empty when nothing is.</param>
/// <param name="Responses">Answers.</param>
/// <param name="Curl">A command that makes the call.</param>
/// <param name="Page">Page of the app that shows the same; empty when there is none.</param>
public sealed record ApiCall(string Id, string Method, string Path, string Tag, string Summary, string Role, IReadOnlyList<ApiParameter> Parameters, string Request, IReadOnlyList<ApiAnswer> Responses, string Curl, string Page);

/// <summary>A parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Place">path or query.</param>
/// <param name="Type">Type of its value.</param>
/// <param name="IsRequired">Whether it must be given.</param>
public sealed record ApiParameter(string Name, string Place, string Type, bool IsRequired);

/// <summary>An answer.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Description">What it means.</param>
/// <param name="ContentType">Kind of content; empty when there is none or it is not declared.</param>
/// <param name="Example">Its shape as example JSON; empty when it is not declared.</param>
public sealed record ApiAnswer(string Status, string Description, string ContentType, string Example);
