using System.Globalization;
using Orleans;

namespace AtlasHa.Catalog.Model.Errors;

/// <summary>
/// One entry of Atlas's error catalogue. Codes and statuses are Atlas's and part of the interface; the texts are this project's own.
/// </summary>
/// <param name="Code">Such as ATLAS-404-00-005.</param>
/// <param name="HttpStatus">The status sent with it, which for a few codes is not the one in the code.</param>
/// <param name="Template">The message with placeholders {0}, {1}, ...</param>
[GenerateSerializer, Immutable]
public sealed record AtlasErrorCode([property: Id(0)] string Code, [property: Id(1)] int HttpStatus, [property: Id(2)] string Template)
{
    private const int MaxPlaceholders = 6;

    public static readonly AtlasErrorCode UnknownType = Define("400-00-001", "Unknown type {0} for {1}.{2}");
    public static readonly AtlasErrorCode CircularReference = Define("400-00-002", "{0}: its supertypes lead back to itself");
    public static readonly AtlasErrorCode IncompatibleSupertype = Define("400-00-003", "{0}: supertype {1} is not of the same category");
    public static readonly AtlasErrorCode ConstraintMissingParams = Define(
        "400-00-007",
        "{0}.{1}: constraint {2} lacks parameter {3} (type {4})");
    public static readonly AtlasErrorCode UnknownTypename = Define("400-00-00A", "{0}: unknown type name");
    public static readonly AtlasErrorCode CannotAddMandatoryAttribute = Define(
        "400-00-00C",
        "{0}.{1}: a mandatory attribute cannot be added to an existing type");
    public static readonly AtlasErrorCode AttributeDeletionNotSupported = Define(
        "400-00-00D",
        "{0}.{1}: an attribute cannot be removed from a type");
    public static readonly AtlasErrorCode SupertypeRemovalNotSupported = Define("400-00-00E", "{0}: supertype {1} cannot be removed");
    public static readonly AtlasErrorCode UnexpectedType = Define("400-00-00F", "Expected a type of category {0} but found {1}");
    public static readonly AtlasErrorCode TypeMatchFailed = Define("400-00-010", "Given type {0} does not match {1}");
    public static readonly AtlasErrorCode InvalidTypeDefinition = Define("400-00-011", "Invalid type definition {0}");
    public static readonly AtlasErrorCode InvalidAttributeTypeForCardinality = Define(
        "400-00-012",
        "{0}.{1}: cardinality LIST or SET needs an array type");
    public static readonly AtlasErrorCode AttributeUniqueInvalid = Define(
        "400-00-013",
        "Type {0}: attribute {1} is not a unique attribute");
    public static readonly AtlasErrorCode TypeNameInvalid = Define("400-00-014", "Type {0} with name {1} does not exist");
    public static readonly AtlasErrorCode TypeCategoryInvalid = Define("400-00-015", "Type category {0} is invalid");
    public static readonly AtlasErrorCode PatchNotApplicableForType = Define("400-00-016", "{0}: patch is not applicable to type {1}");
    public static readonly AtlasErrorCode PatchForUnknownType = Define("400-00-017", "{0}: patch refers to unknown type {1}");
    public static readonly AtlasErrorCode PatchInvalidData = Define("400-00-018", "{0}: patch has invalid data for type {1}");
    public static readonly AtlasErrorCode TypeNameInvalidFormat = Define(
        "400-00-019",
        "{0}: invalid name for a {1} type. A name starts with a letter (or __ and a letter); letters, digits, spaces and "
        + "underscores may follow, for a classification also dots and characters outside ASCII");
    public static readonly AtlasErrorCode AttributeNameInvalid = Define("400-00-020", "{0}: invalid attribute name, it is a keyword");
    public static readonly AtlasErrorCode ConstraintInverseRefAttributeInvalidType = Define(
        "400-00-01C",
        "{0}.{1}: an {2} constraint is only allowed on an entity type, not on {3}");
    public static readonly AtlasErrorCode ConstraintInverseRefInverseAttributeNonExisting = Define(
        "400-00-01D",
        "{0}.{1}: {2} names attribute {3}.{4}, which does not exist");
    public static readonly AtlasErrorCode ConstraintInverseRefInverseAttributeInvalidType = Define(
        "400-00-01E",
        "{0}.{1}: {2} names attribute {3}.{4}, which is not a reference to {0}");
    public static readonly AtlasErrorCode ConstraintOwnedRefAttributeInvalidType = Define(
        "400-00-01F",
        "{0}.{1}: an {2} constraint is only allowed on an entity type, not on {3}");
    public static readonly AtlasErrorCode SystemType = Define("400-00-024", "{0} is a built-in type");
    public static readonly AtlasErrorCode RelationshipdefDoubleContainers = Define(
        "400-00-02D",
        "Relationship type {0}: both ends are containers");
    public static readonly AtlasErrorCode RelationshipdefAssociationAndContainer = Define(
        "400-00-030",
        "Relationship type {0}: an ASSOCIATION has no container end");
    public static readonly AtlasErrorCode RelationshipdefCompositionNoContainer = Define(
        "400-00-031",
        "Relationship type {0}: a COMPOSITION needs a container end");
    public static readonly AtlasErrorCode RelationshipdefAggregationNoContainer = Define(
        "400-00-032",
        "Relationship type {0}: an AGGREGATION needs a container end");
    public static readonly AtlasErrorCode RelationshipdefCompositionMultipleParents = Define(
        "400-00-033",
        "Relationship type {0}: a COMPOSITION with cardinality SET on the contained end would give a child several parents");
    public static readonly AtlasErrorCode RelationshipdefListOnEnd = Define(
        "400-00-034",
        "Relationship type {0}: an end cannot have cardinality LIST");
    public static readonly AtlasErrorCode RelationshipdefInvalidEndType = Define(
        "400-00-035",
        "Relationship type {0}: end type {1} is not an entity type");
    public static readonly AtlasErrorCode InvalidRelationshipEndType = Define(
        "400-00-036",
        "Entity type {0} cannot be at that end of relationship type {1}");
    public static readonly AtlasErrorCode RelationshipdefInvalidEnd1Update = Define(
        "400-00-037",
        "Relationship type {0}: end 1 cannot change from {2} to {1}");
    public static readonly AtlasErrorCode RelationshipdefInvalidEnd2Update = Define(
        "400-00-038",
        "Relationship type {0}: end 2 cannot change from {2} to {1}");
    public static readonly AtlasErrorCode RelationshipdefInvalidCategoryUpdate = Define(
        "400-00-039",
        "Relationship type {0}: the category cannot change from {2} to {1}");
    public static readonly AtlasErrorCode RelationshipdefInvalidNameUpdate = Define(
        "400-00-040",
        "Relationship type {1} with guid {0} cannot be renamed to {2}");
    public static readonly AtlasErrorCode RelationshipdefEnd1NameInvalid = Define(
        "400-00-041",
        "Relationship type {0}: end 1 name {1} is a keyword");
    public static readonly AtlasErrorCode RelationshipdefEnd2NameInvalid = Define(
        "400-00-042",
        "Relationship type {0}: end 2 name {1} is a keyword");
    public static readonly AtlasErrorCode EntitytypeRemovalNotSupported = Define(
        "400-00-051",
        "Classification type {0}: entity type {1} cannot be removed from its entityTypes");
    public static readonly AtlasErrorCode ClassificationdefInvalidEntitytypes = Define(
        "400-00-052",
        "Classification type {0}: entityTypes names {1}, which is not an entity type");
    public static readonly AtlasErrorCode ClassificationdefParentsEntitytypesDisjoint = Define(
        "400-00-053",
        "Classification type {0}: its supertypes have no entity type in common");
    public static readonly AtlasErrorCode ClassificationdefEntitytypesNotParentsSubset = Define(
        "400-00-054",
        "Classification type {0}: entityTypes {1} go beyond those of its supertypes");
    public static readonly AtlasErrorCode AttributeTypeInvalid = Define(
        "400-00-081",
        "{0}.{1}: a classification or business metadata type cannot be the type of an attribute");
    public static readonly AtlasErrorCode ApplicableEntityTypesDeletionNotSupported = Define(
        "400-00-093",
        "{1}.{0}: applicable entity types cannot be removed");
    public static readonly AtlasErrorCode BusinessMetadataDefAttributeTypeInvalid = Define(
        "400-00-094",
        "{0}.{1}: type {2} is not allowed in business metadata");
    public static readonly AtlasErrorCode AttributeNameInvalidChars = Define(
        "400-00-09A",
        "{0}: invalid attribute name. It starts with a letter; letters, digits, spaces and underscores may follow");
    public static readonly AtlasErrorCode AttributeNameAlreadyExistsInAnotherParentType = Define(
        "400-00-09E",
        "{0}: attribute {2} is also declared by type {1}");
    public static readonly AtlasErrorCode UnsupportedTypeName = Define("400-00-102", "{0} is reserved and cannot be the name of a type");
    public static readonly AtlasErrorCode NonIndexableBmDeleteNotAllowed = Define(
        "400-00-107",
        "Business metadata {0} has attributes that are not indexable, so that their use cannot be checked; delete with force=true");
    public static readonly AtlasErrorCode TypeNameNotFound = Define("404-00-001", "Given typename {0} was invalid");
    public static readonly AtlasErrorCode TypeGuidNotFound = Define("404-00-002", "Given type guid {0} was invalid");
    public static readonly AtlasErrorCode RelationshipdefEndTypeNameNotFound = Define(
        "404-00-00E",
        "Relationship type {0}: end type {1} does not exist");
    public static readonly AtlasErrorCode TypeAlreadyExists = Define("409-00-001", "Given type {0} already exists");
    public static readonly AtlasErrorCode TypeHasReferences = Define("409-00-002", "Given type {0} has references");
    public static readonly AtlasErrorCode TypeHasRelationships = Define("409-00-005", "Given type {0} is an end of relationship types");
    public static readonly AtlasErrorCode FailedToObtainTypeUpdateLock = Define(
        "500-00-005",
        "The type definitions are being changed by another request; try again");
    public static readonly AtlasErrorCode InvalidParameters = Define("400-00-01A", "Invalid parameters: {0}");
    public static readonly AtlasErrorCode InvalidObjectId = Define("400-00-021", "Object id is not valid: {0}");
    public static readonly AtlasErrorCode UnknownAttribute = Define("400-00-023", "Attribute {0} not found for type {1}");
    public static readonly AtlasErrorCode InvalidStructValue = Define("400-00-025", "Not a valid struct value: {0}");
    public static readonly AtlasErrorCode AttributeUpdateNotSupported = Define(
        "400-00-027",
        "{0}.{1}: this attribute cannot be updated on its own");
    public static readonly AtlasErrorCode InvalidValue = Define("400-00-028", "Invalid value: {0}");
    public static readonly AtlasErrorCode BadRequest = Define("400-00-029", "{0}");
    public static readonly AtlasErrorCode ParameterParsingFailed = Define("400-00-02A", "Cannot parse the parameter: {0}");
    public static readonly AtlasErrorCode MissingMandatoryAttribute = Define("400-00-02B", "{0} lacks {1}");
    public static readonly AtlasErrorCode UnknownClassification = Define("400-00-046", "{0}: unknown classification");
    public static readonly AtlasErrorCode InvalidEntityForClassification = Define(
        "400-00-055",
        "Entity {0} of type {2} cannot have classification {1}");
    public static readonly AtlasErrorCode ClassificationUpdateFromPropagatedEntity = Define(
        "400-00-06B",
        "Classification {0} of entity {2} is to be changed there, not on entity {1} to which it has spread");
    public static readonly AtlasErrorCode ClassificationNotAssociatedWithEntity = Define(
        "400-00-06D",
        "Classification {0} was not put on the given entity");
    public static readonly AtlasErrorCode PropagatedClassificationNotAssociatedWithEntity = Define(
        "400-00-070",
        "Classification {0} of entity {2} has not spread to entity {1}");
    public static readonly AtlasErrorCode PropagatedClassificationRemovalNotSupported = Define(
        "400-00-089",
        "Classification {0} is to be removed from entity {1} where it was put, as long as that one is not deleted");
    public static readonly AtlasErrorCode InvalidFileType = Define("400-00-098", "Files of this type cannot be imported: {0}");
    public static readonly AtlasErrorCode NoDataFound = Define("400-00-09B", "No data found in the uploaded file");
    public static readonly AtlasErrorCode NotValidFile = Define("400-00-09C", "Not a valid {0} file");
    public static readonly AtlasErrorCode InvalidQueryParamLength = Define(
        "400-00-057",
        "Parameter {0} is longer than the limit of {1} characters");
    public static readonly AtlasErrorCode InvalidPartialUpdateAttr = Define(
        "400-00-074",
        "Attribute {0} cannot be partially updated ({1})");
    public static readonly AtlasErrorCode PatchMissingRelationshipLabel = Define("400-00-08B", "{0}: patch must name the relationshipLabel of type {1}");
    public static readonly AtlasErrorCode InvalidCustomAttributeKeyLength = Define(
        "400-00-08C",
        "Custom attribute key {0} is longer than {1} characters");
    public static readonly AtlasErrorCode InvalidCustomAttributeKeyCharacters = Define(
        "400-00-08D",
        "Custom attribute key {0} has characters other than letters, digits, _ and -");
    public static readonly AtlasErrorCode InvalidCustomAttributeValue = Define(
        "400-00-08E",
        "Custom attribute value {0} is longer than {1} characters");
    public static readonly AtlasErrorCode ImportInvalidZipEntry = Define("400-00-09F", "The ZIP cannot be imported: {0}");
    public static readonly AtlasErrorCode InvalidLabelLength = Define("400-00-08F", "Label {0} is longer than {1} characters");
    public static readonly AtlasErrorCode InvalidLabelCharacters = Define(
        "400-00-090",
        "Label {0} has characters other than letters, digits, _ and -");
    public static readonly AtlasErrorCode InvalidGuid = Define("400-00-108", "Given guid {0} is invalid");
    public static readonly AtlasErrorCode UnauthorizedAccess = Define("403-00-001", "{0} is not authorized to perform {1}");
    public static readonly AtlasErrorCode NoClassificationsFoundForEntity = Define(
        "404-00-003",
        "Entity {0} has no classifications");
    public static readonly AtlasErrorCode FileNameNotFound = Define("404-00-014", "File name not found: {0}");
    public static readonly AtlasErrorCode InstanceGuidNotFound = Define("404-00-005", "Given instance guid {0} is invalid/not found");
    public static readonly AtlasErrorCode InstanceCrudInvalidParams = Define(
        "404-00-007",
        "Invalid instance creation/updation parameters passed: {0}");
    public static readonly AtlasErrorCode ClassificationNotFound = Define("404-00-008", "Given classification {0} was invalid");
    public static readonly AtlasErrorCode InstanceByUniqueAttributeNotFound = Define(
        "404-00-009",
        "Instance {0} with unique attribute {1} does not exist");
    public static readonly AtlasErrorCode ReferencedEntityNotFound = Define("404-00-00A", "Referenced entity {0} is not found");
    public static readonly AtlasErrorCode InstanceNotFound = Define("404-00-00B", "Given instance is invalid/not found: {0}");
    public static readonly AtlasErrorCode InstanceGuidDeleted = Define("404-00-012", "Given instance guid {0} has been deleted");
    public static readonly AtlasErrorCode MethodNotAllowed = Define("405-00-001", "{0} is not allowed here");
    public static readonly AtlasErrorCode InternalError = Define("500-00-001", "Internal error: {0}");
    public static readonly AtlasErrorCode RelationshipdefInvalid = Define("400-00-044", "Invalid relationship type {0}");
    public static readonly AtlasErrorCode RelationshipInvalidEndtype = Define(
        "400-00-045",
        "Relationship type {0}: entity {2} of type {3} cannot be its end {1}");
    public static readonly AtlasErrorCode InvalidRelationshipAttribute = Define("400-00-048", "{0} is not a relationship attribute of {1}");
    public static readonly AtlasErrorCode InvalidRelationshipType = Define("400-00-049", "{0} is not a relationship type");
    public static readonly AtlasErrorCode RelationshipUpdateEndChangeNotAllowed = Define(
        "400-00-069",
        "Relationship {0} (guid {1}): its ends cannot change", httpStatus: 404);
    public static readonly AtlasErrorCode RelationshipUpdateTypeChangeNotAllowed = Define(
        "400-00-06A",
        "Relationship {0}: its type cannot change from {1} to {2}", httpStatus: 404);
    public static readonly AtlasErrorCode RelationshipEndIsNull = Define("400-00-07D", "{0}: an end of the relationship is missing");
    public static readonly AtlasErrorCode RelationshipGuidNotFound = Define(
        "404-00-00C",
        "Given relationship guid {0} is invalid/not found");
    public static readonly AtlasErrorCode RelationshipCrudInvalidParams = Define(
        "404-00-00D",
        "Invalid relationship creation/updation parameters passed: {0}");
    public static readonly AtlasErrorCode RelationshipAlreadyDeleted = Define("404-00-00F", "Relationship {0} is already deleted");
    public static readonly AtlasErrorCode InstanceAlreadyExists = Define("409-00-003", "Given entity {0} already exists");
    public static readonly AtlasErrorCode RelationshipAlreadyExists = Define(
        "409-00-004",
        "Relationship {0} already exists between {1} and {2}");
    public static readonly AtlasErrorCode FailedToObtainImportExportLock = Define(
        "500-00-006",
        "As many imports or exports are going on as may: {0}", httpStatus: 409);

    public static readonly AtlasErrorCode ImportAttemptingEmptyZip = Define("400-00-08A", "The ZIP has neither types nor entities: there is nothing to import");
    public static readonly AtlasErrorCode ImportNotFound = Define("404-00-017", "There is no import {0}");
    public static readonly AtlasErrorCode ImportAbortNotAllowed = Define("409-00-016", "Import {0} is {1} and cannot be aborted any more");

    public static readonly AtlasErrorCode InvalidSearchParams = Define(
        "400-00-047",
        "Give at least one of typeName, classification, query and termName");
    public static readonly AtlasErrorCode SavedSearchChangeUser = Define("400-00-056", "Saved search {0}: its owner cannot change");
    public static readonly AtlasErrorCode InvalidQueryLength = Define("400-00-058", "The query is longer than the limit of {0} characters");
    public static readonly AtlasErrorCode InvalidDslQuery = Define("400-00-059", "Invalid DSL query: {0} | Reason: {1}");
    public static readonly AtlasErrorCode UnknownGlossaryTerm = Define("400-00-06E", "{0}: unknown glossary term");
    public static readonly AtlasErrorCode InvalidOperator = Define("400-00-103", "Filter on {0}: {1} is no operator");
    public static readonly AtlasErrorCode BlankNameAttribute = Define("400-00-104", "Filter with operator {0}: it names no attribute");
    public static readonly AtlasErrorCode BlankValueAttribute = Define("400-00-105", "Filter on {0}: operator {1} needs a value");
    public static readonly AtlasErrorCode SavedSearchAlreadyExists = Define("409-00-006", "Saved search {0} already exists for user {1}");
    public static readonly AtlasErrorCode InvalidPropagationType = Define(
        "400-00-091",
        "Propagation {0} is not valid for relationship type {1}, whose definition says {2}");
    public static readonly AtlasErrorCode PurgeRequestSizeExceedsLimit = Define(
        "400-00-109",
        "{0} guids in one purge request; the limit is {1}");
    public static readonly AtlasErrorCode NotInDeletedState = Define("400-00-10A", "Entity {0} is not deleted, so it cannot be purged");

    public static readonly AtlasErrorCode LineageOnDemandNotEnabled = Define(
        "400-00-100",
        "Lineage on demand is not enabled; the setting is {0}");
    public static readonly AtlasErrorCode InvalidLineageEntityType = Define(
        "404-00-011",
        "Entity {0} of type {1} has no lineage: it is neither a DataSet nor a Process");

    public static readonly AtlasErrorCode InvalidTopicName = Define(
        "400-00-101",
        "Topic {0} takes no messages; those that do are in AtlasHa:Notifications:Topics");
    public static readonly AtlasErrorCode NotificationException = Define("500-00-018", "The messages were not taken: {0}");

    public static readonly AtlasErrorCode MissingMandatoryAnchor = Define("400-00-072", "The anchor is missing: it names the glossary");
    public static readonly AtlasErrorCode MissingTermIdForCategorization = Define(
        "400-00-076",
        "A term of category {0} has no termGuid");
    public static readonly AtlasErrorCode InvalidNewAnchorGuid = Define("400-00-077", "The new anchor has no glossaryGuid");
    public static readonly AtlasErrorCode TermDissociationMissingRelationGuid = Define(
        "400-00-078",
        "An assignment is named by guid and relationshipGuid, and one of them is missing");
    public static readonly AtlasErrorCode GlossaryQualifiedNameCantBeDerived = Define(
        "400-00-079",
        "The qualified name cannot be derived: {0}");
    public static readonly AtlasErrorCode GlossaryTermQualifiedNameCantBeDerived = Define(
        "400-00-07A",
        "The term's qualified name cannot be derived: it has no name");
    public static readonly AtlasErrorCode GlossaryCategoryQualifiedNameCantBeDerived = Define(
        "400-00-07B",
        "The category's qualified name cannot be derived: it has no name");
    public static readonly AtlasErrorCode InvalidTermRelationToSelf = Define("400-00-07E", "Term {0} cannot be related to itself");
    public static readonly AtlasErrorCode InvalidChildCategoryDifferentGlossary = Define(
        "400-00-07F",
        "Category {0} is in another glossary than category {1}");
    public static readonly AtlasErrorCode InvalidTermDissociation = Define(
        "400-00-080",
        "Relationship {0} does not assign term {1} to entity {2}");
    public static readonly AtlasErrorCode InvalidDisplayName = Define("400-00-083", "Name {0} must not contain '@' or '.'");
    public static readonly AtlasErrorCode TermHasEntityAssociation = Define(
        "400-00-084",
        "Term {0} cannot be deleted: it is assigned to {1} entities");
    public static readonly AtlasErrorCode GlossaryAlreadyExists = Define("409-00-007", "Glossary {0} already exists");
    public static readonly AtlasErrorCode GlossaryTermAlreadyExists = Define("409-00-009", "Glossary term {0} already exists");
    public static readonly AtlasErrorCode GlossaryCategoryAlreadyExists = Define("409-00-00A", "Glossary category {0} already exists");
    public static readonly AtlasErrorCode GlossaryImportFailed = Define("409-00-011", "The file cannot be imported: {0}");

    /// <summary>The message with its placeholders filled; those without an argument stay as they are.</summary>
    public string Format(params object?[] args)
    {
        var texts = new object[MaxPlaceholders];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = i < args.Length ? args[i] ?? "null" : $"{{{i}}}";
        return string.Format(CultureInfo.InvariantCulture, Template, texts);
    }

    private static AtlasErrorCode Define(string suffix, string template, int? httpStatus = null) =>
        new("ATLAS-" + suffix, httpStatus ?? int.Parse(suffix.AsSpan(0, 3), CultureInfo.InvariantCulture), template);
}
