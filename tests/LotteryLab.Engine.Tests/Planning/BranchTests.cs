using System.Text.Json;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Tests.Planning;

public sealed class BranchTests
{
    [Theory]
    [InlineData("ticket", null, "ticket", "ticket")]
    [InlineData("random-reinit", null, "random-reinit", "ticket")]
    [InlineData("imp-rewind-to-100it/shuffled-mask", "imp-rewind-to-100it", "shuffled-mask", "imp-rewind-to-100it")]
    [InlineData("snip (keep=0.5)", null, "snip (keep=0.5)", "ticket")]
    public void Parse_OfATextThatPlansHold_KeepsItAndKnowsItsTickets(string text, string? method, string name, string tickets)
    {
        var branch = Branch.Parse(text);
        Assert.Equal((method, name, text), (branch.Method, branch.Name, branch.ToString()));
        Assert.Equal(tickets, branch.Tickets.ToString());
        Assert.Equal(branch, JsonSerializer.Deserialize<Branch>(JsonSerializer.Serialize(branch)));
        Assert.Equal(JsonSerializer.Serialize(text), JsonSerializer.Serialize(branch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/ticket")]
    [InlineData("imp/")]
    [InlineData("imp/random/reinit")]
    [InlineData("../ticket")]
    [InlineData("<b>")]
    [InlineData("ticket\n")]
    public void Parse_OfGarbage_IsRefused(string text)
    {
        Assert.False(Branch.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Branch.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Branch>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void Parse_OfATextThatIsTooLong_IsRefused() => Assert.False(Branch.TryParse(new string('a', 129), out _));

    [Fact]
    public void Control_OfTickets_StandsAloneOrBehindItsMethod()
    {
        Assert.Equal("random-reinit", Branch.Ticket.Control("random-reinit").ToString());
        Assert.Equal("imp/random-reinit", Branch.Of("imp").Control("random-reinit").ToString());
        Assert.Throws<FormatException>(() => Branch.Parse("imp/random-reinit").Control("shuffled-mask"));
        Assert.Throws<FormatException>(() => Branch.Of("imp/random-reinit"));
    }

    [Fact]
    public void Order_OfBranches_HasTheTicketsFirst() =>
        Assert.Equal(["ticket", "imp", "imp/a", "zero"], new[] { "zero", "imp/a", "ticket", "imp" }.Select(Branch.Parse).Order(Branch.TicketsFirst).Select(branch => branch.ToString()));
}
