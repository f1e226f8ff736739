namespace LotteryLab.Web.Text;

/// <summary>What the sign-in and set-up pages say when something was refused. Only these sentences: a link must not put words on the page where people type passwords.</summary>
internal static class SignInText
{
    /// <summary>Name and password are not of one user.</summary>
    public const string Refused = "session.refused";

    /// <summary>Too many tries.</summary>
    public const string TooOften = "web.too-often";

    /// <summary>The form was made for another visit.</summary>
    public const string Outdated = "form.outdated";

    /// <summary>The two passwords differ.</summary>
    public const string Different = "setup.different";

    /// <summary>Not the one-time code.</summary>
    public const string WrongCode = "setup.code";

    /// <summary>The sentence for a code; empty without one.</summary>
    public static string Of(string? problem) => problem switch
    {
        null or "" => "",
        Refused => "Name and password do not fit each other. Check both, or ask the administrator.",
        TooOften => "That was tried too often. Wait a few minutes, then try again.",
        Outdated => "The form was too old, or this browser keeps no cookies. Please fill it in again.",
        Different => "The two passwords are not the same. Enter both again; the code is still good.",
        WrongCode => "This is not the code, or it is older than 30 minutes. Print a new one and look at the server's console.",
        "invitation.code" => "This invitation is unknown, used or too old. Ask the administrator for a new one.",
        "user.name" => "This name cannot be used: a name has 1 to 64 characters. The code is still good.",
        "user.password" => "This password cannot be used: a password has 10 to 256 characters. A few random words are easy to remember. The code is still good.",
        "user.exists" => "There is a user of this name already. Choose another name; to make the first administrator, print a new code.",
        _ => "That did not work. Please try again.",
    };
}
