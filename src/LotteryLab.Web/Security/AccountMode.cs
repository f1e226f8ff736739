namespace LotteryLab.Web.Security;

/// <summary>Whether people must sign in: always when the app listens beyond the loopback address, otherwise when the setting <c>LotteryLab:Accounts</c> says so.</summary>
internal sealed class AccountMode(IConfiguration configuration)
{
    private volatile bool isReachable;

    /// <summary>Whether people must sign in.</summary>
    public bool IsRequired => isReachable || configuration.GetValue("LotteryLab:Accounts", false);

    /// <summary>Says that other machines can reach the app.</summary>
    public void NoteReachable() => isReachable = true;
}
