using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Notifications.Consuming;
using AtlasHa.Notifications.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications.Hosting;

/// <summary>Makes an instance process hooks' messages while it is active.</summary>
public static class NotificationsServiceCollectionExtensions
{
    /// <summary>Adds the consumers. The host brings the catalogue's handlers (<c>AddActiveInstance</c>) and a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">The section of <see cref="NotificationOptions"/> and <see cref="ConsumerOptions"/>.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<ConsumerOptions>().Bind(settings).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConsumerOptions>, ConsumerOptionsValidator>();
        // Named topics replace the default, they do not add to it.
        services.AddOptions<CatalogOptions>().Configure(catalog =>
        {
            catalog.Notifications = settings.Get<NotificationOptions>() ?? new NotificationOptions();
            if (catalog.Notifications.Topics.Count == 0) catalog.Notifications.Topics = [NotificationOptions.DefaultTopic];
        });
        services.AddSingleton<KafkaHealth>();
        services.AddSingleton<ConsumerCounts>();
        services.AddSingleton<INotificationStatus>(provider => provider.GetRequiredService<ConsumerCounts>());
        services.AddSingleton<IKafkaPositions, KafkaPositions>();
        services.AddSingleton<ITermWork, HookConsumers>();
        return services;
    }
}
