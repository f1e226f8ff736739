using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Settings that change while the program runs.</summary>
public sealed class SettingStore(LaboratoryDatabase database)
{
    /// <summary>The value, or null when it was never set.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            return await context.Settings.Where(setting => setting.Name == name).Select(setting => setting.Value).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sets a value.</summary>
    public Task SetAsync(string name, string value, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var row = await context.Settings.FindAsync([name], cancellation).ConfigureAwait(false);
            if (row is null)
            {
                context.Settings.Add(new SettingEntity { Name = name, Value = value });
            }
            else
            {
                row.Value = value;
            }
        },
        cancellation);
}
