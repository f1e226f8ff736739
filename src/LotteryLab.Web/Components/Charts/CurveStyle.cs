namespace LotteryLab.Web.Components.Charts;

/// <summary>How a curve is drawn.</summary>
/// <param name="Colour">0-based place in the palette.</param>
/// <param name="Dash">1 solid, 2 dashed, 3 dotted, 4 dashes and dots.</param>
public sealed record CurveStyle(int Colour, int Dash);
