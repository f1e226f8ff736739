using Bunit;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Components.Forms;
using LotteryLab.Web.Drafts;
using LotteryLab.Web.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace LotteryLab.Web.Components.Tests;

public sealed class FormTests : BunitContext
{
    private static readonly string Start = SpecWriter.Pretty(PresetCatalog.Default.Find("first-ticket").Spec);
    private readonly BunitJSModuleInterop module;

    public FormTests()
    {
        Services.AddSingleton<ISpecForecast>(new StillForecast());
        module = JSInterop.SetupModule("/js/forms/newExperiment.js");
        module.Setup<string?>("start", _ => true).SetResult(null);
        module.SetupVoid("keep", _ => true).SetVoidResult();
        module.SetupVoid("focusFirstProblem", _ => true).SetVoidResult();
    }

    [Fact]
    public void Form_OfAPreset_ShowsItsValues()
    {
        var form = Render<SpecForm>(parameters => parameters.Add(component => component.Start, Start));
        Assert.Equal("0.4", form.Find("#field-method-rate").GetAttribute("value"));
        Assert.Equal("imp", form.Find("#field-method").GetAttribute("value"));
        Assert.Empty(form.FindAll("[aria-invalid]"));
    }

    [Fact]
    public void Field_WithAnImpossibleValue_SaysWhatIsAllowedAndTheStartFocusesIt()
    {
        var form = Render<SpecForm>(parameters => parameters.Add(component => component.Start, Start));
        form.Find("#field-method-rate").Change("3");
        Assert.Equal("true", form.Find("#field-method-rate").GetAttribute("aria-invalid"));
        Assert.Contains("Allowed:", form.Find(".has-problem .problem").TextContent);
        form.Find("[data-start]").Click();
        Assert.Contains("One thing must be put right", form.Markup);
        module.VerifyInvoke("focusFirstProblem");
    }

    [Fact]
    public void Json_Edited_ChangesTheFieldsAndTheOtherWayRound()
    {
        var form = Render<SpecForm>(parameters => parameters.Add(component => component.Start, Start));
        form.Find("#spec-json").Change(Start.Replace("\"rate\": 0.4", "\"rate\": 0.25", StringComparison.Ordinal));
        Assert.Equal("0.25", form.Find("#field-method-rate").GetAttribute("value"));
        form.Find("#field-method-rate").Change("0.3");
        Assert.Contains("\"rate\": 0.3", form.Find("#spec-json").GetAttribute("value"));
    }

    [Fact]
    public void Json_Torn_SaysSoAndKeepsTheFields()
    {
        var form = Render<SpecForm>(parameters => parameters.Add(component => component.Start, Start));
        form.Find("#spec-json").Change("{");
        Assert.Contains("not JSON", form.Find("[role=alert]").TextContent);
        Assert.Equal("0.4", form.Find("#field-method-rate").GetAttribute("value"));
    }

    [Fact]
    public void Method_Chosen_ShowsItsOwnOptions()
    {
        var form = Render<SpecForm>(parameters => parameters.Add(component => component.Start, Start));
        form.Find("#field-method").Change("snip");
        Assert.Equal("snip", form.Find("#field-method").GetAttribute("value"));
        Assert.Empty(form.FindAll("#field-method-rewindTo"));
        foreach (var option in ComponentCatalog.Default.Entries(typeof(Engine.Planning.IPruningMethod)).First(entry => entry.Name == "snip").Options.Take(1))
        {
            Assert.Contains(option.Help, form.Markup);
        }
    }

    private sealed class StillForecast : ISpecForecast
    {
        public Task<SpecForecast> OfAsync(ExperimentSpec spec, CancellationToken cancellation) =>
            Task.FromResult(new SpecForecast([(0, 1), (1, 0.6)], new Estimate("id", false, 8, 2, 4, 4, 3, 100, 15, 10, 20, "measured", null, 1000, 1_000_000, "none"), new ForecastScore(4, 3, 0.12)));
    }
}
