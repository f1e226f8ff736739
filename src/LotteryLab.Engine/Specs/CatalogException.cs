namespace LotteryLab.Engine.Specs;

/// <summary>A component is declared wrongly. It is thrown at start, so that a mistake in a new file never reaches a user.</summary>
/// <param name="message">Which component or option, and what is wrong with it.</param>
/// <param name="fix">What its author should change.</param>
public sealed class CatalogException(string message, string fix) : LotteryLabException("catalog.invalid", message, fix);
