using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>
/// What the later chapters add, written and read alike: a record is an object with its type's name and its parts, and a part that
/// a chapter adds to a record of Figure 2 is left out while it has nothing to say. So a run of Figure 2 alone reads as it always
/// did.
/// </summary>
internal sealed partial class TraceJson
{
    private static readonly ConcurrentDictionary<Type, Part[]> Parts = [];

    private static readonly Type[] FurtherTypes =
    [
        .. typeof(Rules).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: false, IsClass: true } && type.Namespace == typeof(Rules).Namespace)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly MethodInfo IsDefaultOf =
        typeof(TraceJson).GetMethod(nameof(IsDefault), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly Dictionary<Type, AddedPart[]> AddedParts = FurtherTypes.ToDictionary(type => type, FindAddedParts);

    private static readonly Dictionary<Type, string[]> AddedNames = AddedParts.ToDictionary(
        type => type.Key, type => type.Value.Select(part => $"{part.Name}?").ToArray());

    /// <summary>What a later chapter adds to a record of Figure 2: found once, for each line asks for it.</summary>
    /// <param name="Property">The part.</param>
    /// <param name="Name">What it is called in JSON.</param>
    /// <param name="IsSilent">Whether a record has nothing to say there.</param>
    private sealed record AddedPart(PropertyInfo Property, string Name, Func<object, bool> IsSilent);

    /// <summary>Writes the type and the parts of a record into the object that was begun.</summary>
    private static void WriteFurther<T>(Utf8JsonWriter json, T record)
        where T : class
    {
        if (!FurtherTypes.Contains(record.GetType()))
        {
            throw new ArgumentException($"unknown {CamelCase(typeof(T).Name)} {record}", nameof(record));
        }

        json.WriteString("type", CamelCase(record.GetType().Name));
        WriteParts(json, record);
    }

    /// <summary>Writes what later chapters add to a record of Figure 2, where there is something.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="type">The record's type; a mutant's record has more parts, which no trace tells.</param>
    /// <param name="record">The record.</param>
    private static void WriteAdded(Utf8JsonWriter json, Type type, object record)
    {
        foreach (var part in AddedParts[type])
        {
            if (!part.IsSilent(record))
            {
                json.WritePropertyName(part.Name);
                WritePart(json, part.Property.GetValue(record));
            }
        }
    }

    /// <summary>The fields that later chapters may add to a record of Figure 2.</summary>
    private static string[] AddedFields(Type type) => AddedNames[type];

    /// <summary>The fields of a record of Figure 2, and those that later chapters may add to it.</summary>
    private static JsonFields FieldsAnd<T>(JsonValue value, params ReadOnlySpan<string> names) =>
        value.Fields([.. names, .. AddedFields(typeof(T))]);

    /// <summary>Reads a record of a later chapter; null when none of that kind has that name.</summary>
    private T? ReadFurther<T>(JsonValue value)
        where T : class
    {
        var name = value.Field("type").Text();
        var type = FurtherTypes.FirstOrDefault(type => typeof(T).IsAssignableFrom(type) && CamelCase(type.Name) == name);
        return type is null ? null : (T)ReadParts(value, type, "type");
    }

    /// <summary>Reads what later chapters add to a record of Figure 2.</summary>
    private T WithAdded<T>(T record, JsonFields fields)
        where T : class
    {
        foreach (var part in AddedParts[typeof(T)])
        {
            if (fields.Optional(part.Name) is { } value)
            {
                part.Property.SetValue(record, ReadPart(value, part.Property.PropertyType, part.Property.Name));
            }
        }

        return record;
    }

    private static void WriteParts(Utf8JsonWriter json, object record)
    {
        foreach (var part in PartsOf(record.GetType()))
        {
            json.WritePropertyName(part.Name);
            WritePart(json, part.Property.GetValue(record));
        }
    }

    private static void WritePart(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, provider: null));
                break;
            case string or ServerId or ClientId or RequestId or Enum:
                json.WriteStringValue(value is Enum ? CamelCase(value.ToString()!) : value.ToString());
                break;
            case ServerSet set:
                WriteItems(json, set.Members);
                break;
            case KeyValueStore store:
                WriteStore(json, store);
                break;
            case Entry entry:
                Write(json, entry);
                break;
            case Message message:
                Write(json, message);
                break;
            case Command command:
                Write(json, command);
                break;
            case IEnumerable items:
                WriteItems(json, items);
                break;
            case Snapshot snapshot:
                LateTexts.Write(json, snapshot, WriteObject);
                break;
            default:
                WriteObject(json, value);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, object record)
    {
        json.WriteStartObject();
        WriteParts(json, record);
        json.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter json, IEnumerable items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            WritePart(json, item);
        }

        json.WriteEndArray();
    }

    private object ReadParts(JsonValue value, Type type, params ReadOnlySpan<string> others)
    {
        var parts = PartsOf(type);
        var fields = value.Fields([.. others, .. parts.Select(part => part.Name)]);
        return Activator.CreateInstance(
            type, [.. parts.Select(part => ReadPart(fields[part.Name], part.Property.PropertyType, part.Property.Name))])!;
    }

    private object? ReadPart(JsonValue value, Type type, string name)
    {
        var mayBeNull = !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        if (value.IsNull && mayBeNull)
        {
            return null;
        }

        var known = Nullable.GetUnderlyingType(type) ?? type;
        return ReadSimple(value, known, name) ?? ReadCompound(value, known, name);
    }

    private object? ReadSimple(JsonValue value, Type type, string name) => type switch
    {
        _ when type == typeof(bool) => value.Flag(),
        _ when type == typeof(int) => value.Number(0, int.MaxValue),
        _ when type == typeof(long) => name.EndsWith("Term", StringComparison.Ordinal) ? ReadTerm(value) : ReadIndex(value),
        _ when type == typeof(string) => value.Text(),
        _ when type == typeof(ServerId) => ReadServer(value),
        _ when type == typeof(RequestId) => ReadRequest(value),
        _ when type == typeof(ClientId) => ReadClient(value),
        _ when type == typeof(ServerSet) => ReadServers(value),
        _ when type.IsEnum => ReadEnum(value, type),
        _ => null,
    };

    private object ReadCompound(JsonValue value, Type type, string name) => type switch
    {
        _ when type == typeof(Entry) => ReadEntry(value),
        _ when type == typeof(Message) => ReadMessage(value),
        _ when type == typeof(Command) => ReadCommand(value),
        _ when type == typeof(KeyValueStore) => ReadStore(value),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sequence<>) => ReadItems(value, type, name),
        _ => ReadParts(value, type),
    };

    private object ReadItems(JsonValue value, Type sequence, string name)
    {
        var item = sequence.GetGenericArguments()[0];
        object?[] items = [.. value.Items().Select(each => ReadPart(each, item, name))];
        return ReadItemsOf.MakeGenericMethod(item).Invoke(null, [items])!;
    }

    private static readonly MethodInfo ReadItemsOf =
        typeof(TraceJson).GetMethod(nameof(SequenceOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Sequence<T> SequenceOf<T>(object?[] items) => [.. items.Cast<T>()];

    private ClientId ReadClient(JsonValue value) => NumberAfter('c', value.Text(), clients) is { } number
        ? new ClientId(number)
        : throw value.Expected($"a client from c1 to c{clients}");

    private static object ReadEnum(JsonValue value, Type type)
    {
        var names = Enum.GetNames(type).ToDictionary(CamelCase);
        return names.TryGetValue(value.Text(), out var name)
            ? Enum.Parse(type, name)
            : throw value.Expected(OneOf([.. names.Keys]));
    }

    /// <summary>A part of a record: found once, for each line asks for it.</summary>
    /// <param name="Property">The part.</param>
    /// <param name="Name">What it is called in JSON.</param>
    private sealed record Part(PropertyInfo Property, string Name);

    /// <summary>A record's parts are those of its constructor.</summary>
    private static Part[] PartsOf(Type type) => Parts.GetOrAdd(type, FindParts);

    private static Part[] FindParts(Type type) =>
    [
        .. (type.GetConstructors().Select(each => each.GetParameters()).MaxBy(parts => parts.Length) ?? [])
            .Select(parameter => type.GetProperty(parameter.Name!))
            .OfType<PropertyInfo>()
            .Select(part => new Part(part, CamelCase(part.Name))),
    ];

    /// <summary>What a record has beyond its constructor: what another chapter's file adds to it.</summary>
    private static AddedPart[] FindAddedParts(Type type)
    {
        var own = PartsOf(type).Select(part => part.Property.Name).ToHashSet();
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is not null && !own.Contains(property.Name))
                .OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(part => new AddedPart(part, CamelCase(part.Name), IsSilent(part))),
        ];
    }

    private static Func<object, bool> IsSilent(PropertyInfo part) => (Func<object, bool>)IsDefaultOf
        .MakeGenericMethod(part.DeclaringType!, part.PropertyType).Invoke(null, [part.GetMethod])!;

    private static Func<object, bool> IsDefault<TRecord, TPart>(MethodInfo get)
    {
        var part = get.CreateDelegate<Func<TRecord, TPart>>();
        return record => EqualityComparer<TPart>.Default.Equals(part((TRecord)record), default);
    }

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
