using System.Security.Cryptography;
using System.Text;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Security;

/// <summary>The one-time code with which the first administrator is made: printed on the console, so that only who runs the server has it.</summary>
internal sealed class SetupCode(TimeProvider time)
{
    private const int MostAttempts = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly Lock gate = new();
    private string code = "";
    private DateTimeOffset made;
    private int attempts;

    /// <summary>Where the code is printed; replaced by tests.</summary>
    public Action<string> Print { get; set; } = Console.WriteLine;

    /// <summary>Prints a code, unless a good one was printed before.</summary>
    public void Announce()
    {
        lock (gate)
        {
            if (code.Length > 0 && time.GetUtcNow() - made < Lifetime && attempts < MostAttempts)
            {
                return;
            }

            code = Secrets.NewToken()[..12];
            made = time.GetUtcNow();
            attempts = 0;
            Print($"To make the first administrator, enter this code at /setup within 30 minutes: {code}");
        }
    }

    /// <summary>Whether this is the code; a right one is used up.</summary>
    public bool TryUse(string entered)
    {
        lock (gate)
        {
            var isGood = code.Length > 0 && attempts++ < MostAttempts && time.GetUtcNow() - made < Lifetime
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(entered.Trim()), Encoding.UTF8.GetBytes(code));
            code = isGood ? "" : code;
            return isGood;
        }
    }
}
