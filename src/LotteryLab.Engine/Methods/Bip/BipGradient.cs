using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Gradients of the upper problem.</summary>
internal static class BipGradient
{
    /// <summary>
    /// The two terms of dL/dm = (theta - m g / gamma) g with g = dL/d(m theta), all element-wise: the direct one, and the implicit one that is
    /// subtracted from it. The second comes from the implicit function theorem with the Hessians dropped (card 05).
    /// </summary>
    public static (Tensor Direct, Tensor Implicit) Terms(Tensor weight, Tensor mask, Tensor gradient, double gamma) =>
        (weight.mul(gradient), mask.mul(gradient).mul_(gradient).div_(gamma));

    /// <summary>dL/dm.</summary>
    public static Tensor ByMask(Tensor weight, Tensor mask, Tensor gradient, double gamma)
    {
        var (direct, implicitTerm) = Terms(weight, mask, gradient, gamma);
        return direct.sub_(implicitTerm);
    }

    /// <summary>What the released code gives to its optimizer: g - c g^2.</summary>
    public static Tensor LessSquare(Tensor gradient, double factor) => gradient.sub(gradient.square().mul_(factor));
}
