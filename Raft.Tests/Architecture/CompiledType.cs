using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Raft.Tests.Architecture;

/// <summary>
/// A type as the compiler left it, and all types that it uses: in its bases, fields, signatures and method bodies, with those
/// of the types nested in it. What a using directive does not show is seen here.
/// </summary>
internal sealed class CompiledType(TypeDefinition definition)
{
    /// <summary>Tools that measure the tests put calls of their own into what they measure.</summary>
    private static readonly string[] MeasuringTools = ["Coverlet", "Stryker"];

    public string Namespace => definition.Namespace;

    public string FullName => definition.FullName;

    /// <summary>The types used, each once.</summary>
    public IEnumerable<TypeReference> Uses =>
        WithNested(definition).SelectMany(UsesOf).SelectMany(Unfold)
            .Where(used => !MeasuringTools.Any(tool => used.Namespace.StartsWith(tool, StringComparison.Ordinal)))
            .DistinctBy(used => used.FullName);

    /// <summary>The types of these assemblies that stand in a namespace.</summary>
    public static IEnumerable<CompiledType> InAssembliesOf(params Type[] types) =>
        types.SelectMany(type => AssemblyDefinition.ReadAssembly(type.Assembly.Location).MainModule.Types)
            .Where(type => type.Namespace.StartsWith("Raft", StringComparison.Ordinal))
            .Select(type => new CompiledType(type));

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference?> UsesOf(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.Methods.SelectMany(UsesOf),
    ];

    private static IEnumerable<TypeReference?> UsesOf(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(UsesOf) : [],
    ];

    private static IEnumerable<TypeReference?> UsesOf(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    /// <summary>The types that a type is put together from: a list of tasks uses List and Task.</summary>
    private static IEnumerable<TypeReference> Unfold(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unfold).Concat(Unfold(generic.ElementType)),
        TypeSpecification specification => Unfold(specification.ElementType),
        { DeclaringType: { } outer } => Unfold(outer),
        _ => [type],
    };
}
