using LotteryLab.Engine.Export.OpenLth;

namespace LotteryLab.Engine.Tests.Export;

public sealed class OpenLthHyperparametersTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.25e-7, "1.25e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(123456.789, "123456.789")]
    [InlineData("it's", "'it's'")]
    [InlineData("plain", "'plain'")]
    [InlineData(true, "True")]
    [InlineData(7, "7")]
    public void PythonRepr_WritesAsPythonDoes(object value, string expected) =>
        Assert.Equal(expected, OpenLthHyperparameters.PythonRepr(value));

    [Fact]
    public void ToString_GroupWithinAGroup_StandsThereAsItsOwnText()
    {
        // The branch "retrain" of open_lth: str() of its two nested groups, without quotes.
        OpenLthHyperparameters data = new([new("dataset_name", "cifar10"), new("batch_size", 128), new("do_not_augment", true)]);
        OpenLthHyperparameters training = new([new("optimizer_name", "sgd"), new("lr", 0.1), new("training_steps", "160ep"), new("momentum", null)]);
        OpenLthHyperparameters branch = new([new("start_at_step_zero", true), new("retrain_t", training), new("retrain_d", data)]);

        const string text = "Hparams(retrain_d=Hparams(batch_size=128, dataset_name='cifar10', do_not_augment=True), "
            + "retrain_t=Hparams(lr=0.1, optimizer_name='sgd', training_steps='160ep'), start_at_step_zero=True)";
        Assert.Equal(text, branch.ToString());
        Assert.Equal(text, OpenLthDirectory.CanonicalText(new Dictionary<string, OpenLthHyperparameters> { ["branch"] = branch }));
    }

    [Fact]
    public void CanonicalText_OfALogWithAGroupWithinAGroup_LeavesItWithoutQuotes()
    {
        const string log = "Branch Arguments\n    * retrain_d => Hparams(batch_size=128, dataset_name='cifar10')\n    * start_at_step_zero => True\n";
        Assert.Equal("Hparams(retrain_d=Hparams(batch_size=128, dataset_name='cifar10'), start_at_step_zero=True)", OpenLthLog.CanonicalText(log));
    }

    [Fact]
    public void LevelPath_NamesReplicateLevelAndBranch()
    {
        Assert.Equal("lottery_x/replicate_1/level_3/main", OpenLthDirectory.LevelPath("lottery_x", 1, 3));
        Assert.Equal("lottery_x/replicate_1/level_pretrain/main", OpenLthDirectory.LevelPath("lottery_x", 1, null));
        Assert.Equal("lottery_x/replicate_2/level_0/lottery_branch_y", OpenLthDirectory.LevelPath("lottery_x", 2, 0, "lottery_branch_y"));
    }
}
