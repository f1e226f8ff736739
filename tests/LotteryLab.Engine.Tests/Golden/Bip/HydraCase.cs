using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.ScoreLearning;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Steps of the Hydra baseline with scores of their own.</summary>
public sealed class HydraCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "hydra";

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = golden.Network();
        var network = new Network(definition);
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        double Setting(string name) => golden.Params.GetProperty(name).GetDouble();
        using var learner = new EdgePopupLearner(ScoredLayer.Of(state, (_, weights) => weights), new EdgePopupSettings(Setting("keep"), ScoreRanking.GlobalCount));
        learner.Use(new Sgd(), new SgdOptions { Momentum = Setting("momentum"), WeightDecay = Setting("weight_decay") });
        learner.Settle();
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_initial"), learner.Masks(), "first masks");
        var steps = golden.Expected.GetProperty("steps");
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            using (torch.no_grad())
            {
                foreach (var layer in learner.Layers)
                {
                    state[layer.Name].copy_(layer.Effective());
                }
            }

            BatchPass.Run(network, state, golden.Inputs.Part(step), BatchPass.Labels(golden.Root.GetProperty("labels"), step));
            learner.Descend(layer => state[layer.Name].grad, Setting("lr"));
            learner.Settle();
            BatchPass.Close(steps[step].GetProperty("weights"), name => learner.Layers.FirstOrDefault(layer => layer.Name == name)?.Weight ?? state[name], golden.Tolerance, "weights");
            BatchPass.Close(steps[step].GetProperty("scores"), name => learner.Layers.Single(layer => layer.Name == name).Score, golden.Tolerance, "scores");
            GoldenAssert.Masks(steps[step].GetProperty("masks"), learner.Masks(), "masks");
        }
    }
}
