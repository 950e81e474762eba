import type { Document } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { isOperators } from '../../mongo-language/filter/operators.js';
import { valuesAt } from '../../mongo-language/path/path.js';
import { entriesOf } from '../../mongo-language/values/document.js';
import { isDocument } from '../../mongo-language/values/values.js';
import { schemaRulesNotSatisfied } from './schema-details.js';

const reasons: Readonly<Record<string, string>> = {
  $in: 'no matching value found in array',
  $nin: 'matching value found in array',
  $type: 'type did not match',
  $exists: 'path does not exist',
  $regex: 'regular expression did not match',
  $size: 'array length was not equal to given size',
  $elemMatch: 'array did not satisfy the child predicate',
};

/** Why a document fails a validator: `errInfo.details` of error 121, as mongod words it (doc_validation_error.cpp). */
export function validationDetails(validator: Document, document: Document): Document {
  const failed = entriesOf(validator).flatMap(([name, condition], index) =>
    compileFilter({ [name]: condition })(document) ? [] : [{ index, details: detailsOf(name, condition, document) }],
  );
  const [first, ...others] = failed;
  if (others.length === 0 && first) return first.details;
  return { operatorName: '$and', clausesNotSatisfied: failed };
}

function detailsOf(name: string, condition: unknown, document: Document): Document {
  if (name === '$jsonSchema' && isDocument(condition))
    return { operatorName: name, schemaRulesNotSatisfied: schemaRulesNotSatisfied(condition, document) };
  if (name === '$expr')
    return {
      operatorName: name,
      specifiedAs: { $expr: condition },
      reason: 'expression did not match',
      expressionResult: false,
    };
  if (name.startsWith('$') && Array.isArray(condition)) {
    const clauses = condition.flatMap((branch, index) =>
      compileFilter(branch)(document) === (name === '$nor')
        ? [{ index, ...(name === '$nor' ? {} : { details: validationDetails(branch, document) }) }]
        : [],
    );
    return { operatorName: name, [name === '$nor' ? 'clausesSatisfied' : 'clausesNotSatisfied']: clauses };
  }
  return conditionDetails(name, condition, document);
}

function conditionDetails(path: string, condition: unknown, document: Document): Document {
  const operators = isOperators(condition) ? entriesOf(condition) : [['$eq', condition] as const];
  const failed = operators.flatMap(([operator, argument]) => {
    const specified = { [path]: isOperators(condition) ? { [operator]: argument } : argument };
    return compileFilter({ [path]: { [operator]: argument } })(document) ? [] : [{ operator, specified }];
  });
  const [value, ...others] = valuesAt(document, path);
  const considered = others.length > 0 ? { consideredValues: [value, ...others] } : { consideredValue: value };
  const details = failed.map(({ operator, specified }) => ({
    operatorName: operator,
    specifiedAs: specified,
    reason:
      value === undefined && operator !== '$exists' ? 'field was missing' : (reasons[operator] ?? 'comparison failed'),
    ...(value === undefined ? {} : considered),
  }));
  const [first, ...more] = details;
  if (first && more.length === 0) return first;
  return { operatorName: '$and', clausesNotSatisfied: details.map((detail, index) => ({ index, details: detail })) };
}
