namespace LotteryLab.Web.Sharing;

/// <summary>What links may do on this server: section <c>LotteryLab</c> of the settings.</summary>
/// <param name="AllowsEmbedding">Whether charts of links that allow it may be shown inside pages of the sites that their owners listed.</param>
internal sealed record ShareSettings(bool AllowsEmbedding)
{
    /// <summary>Reads the settings.</summary>
    public static ShareSettings Of(IConfiguration configuration) => new(configuration.GetSection("LotteryLab").GetValue("Embedding", true));
}
