using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Architectures;

/// <summary>Sources that several architectures share.</summary>
internal static class ArchitecturePapers
{
    public static Paper LotteryTicket { get; } = new("Frankle & Carbin, The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks, ICLR 2019", "https://arxiv.org/abs/1803.03635");

    public static Paper ResNet { get; } = new("He et al., Deep Residual Learning for Image Recognition, CVPR 2016", "https://arxiv.org/abs/1512.03385");

    public static Paper Vgg { get; } = new("Simonyan & Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015", "https://arxiv.org/abs/1409.1556");

    public static Paper OpenLth { get; } = new("facebookresearch/open_lth", "https://github.com/facebookresearch/open_lth");
}
